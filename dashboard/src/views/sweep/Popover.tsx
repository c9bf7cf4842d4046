/** A button with a panel of controls under it. Escape and a press outside close it, and the focus comes back. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Word } from "../../parts/Button";

interface Props {
  label: string;
  /** Where it is marked that something is chosen inside. */
  pressed?: boolean;
  children: ComponentChildren;
}

const FOCUSABLE = ":is(button, input, select, textarea, a[href]):not(:disabled)";

export function Popover({ label, pressed, children }: Props) {
  const open = useSignal(false);
  const box = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const shut = (refocus: boolean) => {
    open.value = false;
    if (refocus) box.current?.querySelector("button")?.focus();
  };
  useEffect(() => {
    if (!open.value) return;
    keepInside(panel.current);
    panel.current?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) shut(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open.value]);
  const heard = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open.value) return;
    event.preventDefault();
    event.stopPropagation();
    shut(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from whatever has the focus inside
    <span class="popover" ref={box} onKeyDown={heard}>
      <Word
        aria-haspopup="dialog"
        aria-expanded={open.value}
        class={pressed ? "on" : ""}
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {label}
      </Word>
      {open.value && (
        <div class="over" role="dialog" aria-label={label} ref={panel}>
          {children}
        </div>
      )}
    </span>
  );
}

/** Moves a panel that would leave the screen back into it. */
function keepInside(panel: HTMLElement | null): void {
  if (!panel) return;
  const { left, right } = panel.getBoundingClientRect();
  const room = document.documentElement.clientWidth - 8;
  if (left < 8) panel.style.transform = `translateX(${8 - left}px)`;
  else if (right > room) panel.style.transform = `translateX(${room - right}px)`;
}
