/** Things to press. */
import type { ComponentChildren, ComponentProps } from "preact";
import { Icon, type IconName } from "./Icon";

type ButtonProps = ComponentProps<"button">;

interface Props extends ButtonProps {
  icon?: IconName;
  kind?: "plain" | "primary" | "danger" | "quiet";
  children?: ComponentChildren;
}

export function Button({ icon, kind = "plain", children, ...rest }: Props) {
  return (
    <button type="button" {...rest} class={`btn ${kind} ${rest.class ?? ""}`}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that is an icon; `label` is its name for those who do not see it. */
export function IconButton({ icon, label, ...rest }: ButtonProps & { icon: IconName; label: string }) {
  return (
    <button type="button" title={label} aria-label={label} {...rest} class={`icb ${rest.class ?? ""}`}>
      <Icon name={icon} />
    </button>
  );
}

/** A word to press in the head of a section; `pressed` where it is a choice. */
export function Word({ pressed, ...rest }: ButtonProps & { pressed?: boolean }) {
  return <button type="button" aria-pressed={pressed} {...rest} class={`tx ${rest.class ?? ""}`} />;
}

/** Words of which one is chosen. */
export function Choice<T extends string>(props: {
  label: string;
  options: readonly { value: T; label: string; title?: string }[];
  value: T;
  onChoose: (value: T) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a line of words everywhere
    <span class="sw" role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <Word
          key={option.value}
          pressed={option.value === props.value}
          title={option.title}
          onClick={() => props.onChoose(option.value)}
        >
          {option.label}
        </Word>
      ))}
    </span>
  );
}
