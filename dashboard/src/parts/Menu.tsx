/** A button with a menu below it (WAI-ARIA menu button). */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button, IconButton, Word } from "./Button";
import { Icon, type IconName } from "./Icon";

export interface MenuItem {
  label: string;
  icon?: IconName;
  kind?: "danger";
  disabled?: boolean;
  /** For items that are on or off. */
  checked?: boolean;
  /** Stays open, so that several can be chosen. */
  stays?: boolean;
  run: () => void;
}

export function Menu(props: {
  label: string;
  items: readonly MenuItem[];
  look?: "icon" | "word" | "button";
  icon?: IconName;
  disabled?: boolean;
}) {
  const open = useSignal(false);
  const box = useRef<HTMLSpanElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const shut = (refocus = true) => {
    open.value = false;
    if (refocus) box.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    items(list.current)[0]?.focus();
    const outside = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) shut(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);
  const common = {
    "aria-haspopup": "menu",
    "aria-expanded": open.value,
    disabled: props.disabled,
    onClick: () => {
      open.value = !open.value;
    },
  } as const;
  const look = props.look ?? "icon";
  return (
    <span class="menu" ref={box}>
      {look === "icon" && <IconButton icon={props.icon ?? "more"} label={props.label} {...common} />}
      {look === "word" && <Word {...common}>{props.label}</Word>}
      {look === "button" && (
        <Button {...(props.icon ? { icon: props.icon } : {})} {...common}>
          {props.label}
        </Button>
      )}
      {open.value && (
        <div
          class="list"
          role="menu"
          aria-label={props.label}
          ref={list}
          tabIndex={-1}
          onKeyDown={(event) => steer(event, list.current, shut)}
        >
          {props.items.map((item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is menuitemcheckbox where aria-checked is set
            <button
              key={item.label}
              type="button"
              role={item.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={item.checked}
              class={item.kind ?? ""}
              disabled={item.disabled}
              tabIndex={-1}
              onClick={() => {
                if (!item.stays) shut();
                item.run();
              }}
            >
              <span class="tick">{item.checked && <Icon name="check" />}</span>
              {item.icon && <Icon name={item.icon} />}
              {item.label}
            </button>
          ))}
        </div>
      )}
    </span>
  );
}

function items(list: HTMLElement | null): HTMLButtonElement[] {
  return [...(list?.querySelectorAll<HTMLButtonElement>("button:not(:disabled)") ?? [])];
}

function steer(event: KeyboardEvent, list: HTMLElement | null, shut: () => void): void {
  const all = items(list);
  const at = all.indexOf(document.activeElement as HTMLButtonElement);
  const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  const next = to[event.key];
  if (next !== undefined) all[(next + all.length) % all.length]?.focus();
  else if (event.key === "Escape" || event.key === "Tab") shut();
  else return;
  if (event.key !== "Tab") event.preventDefault();
  event.stopPropagation();
}
