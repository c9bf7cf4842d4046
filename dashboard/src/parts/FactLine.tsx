/** The figures of a page in one line under its head: a name above each, what else is to be said of it below. */
import type { ComponentChildren } from "preact";
import "./facts.css";

/** Without facts it keeps their place. */
export function FactLine({ children }: { children?: ComponentChildren }) {
  return (
    <dl class="facts" aria-busy={children ? undefined : true}>
      {children}
    </dl>
  );
}

interface FactProps {
  name: string;
  value: ComponentChildren;
  note?: ComponentChildren;
  /** The first figure of a page is the largest one. */
  large?: boolean;
}

export function Fact({ name, value, note, large }: FactProps) {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd class={large ? "v" : "m"}>{value}</dd>
      {note && (
        <dd class="fact-note" title={typeof note === "string" ? note : undefined}>
          {note}
        </dd>
      )}
    </div>
  );
}
