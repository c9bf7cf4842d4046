/** A part of a page: a head with its controls in one line, no box. */
import type { ComponentChildren } from "preact";

export function Section(props: {
  id: string;
  title: string;
  note?: ComponentChildren;
  controls?: ComponentChildren;
  class?: string;
  children?: ComponentChildren;
}) {
  return (
    <section id={props.id} class={`sec ${props.class ?? ""}`} aria-labelledby={`${props.id}-title`}>
      <header>
        <h2 id={`${props.id}-title`}>{props.title}</h2>
        {props.note && <span class="note">{props.note}</span>}
        <span class="sp" />
        {props.controls}
      </header>
      {props.children}
    </section>
  );
}

/** What stands in the place of a chart that has nothing to show, or could not be drawn. */
export function Message(props: { children: ComponentChildren }) {
  return (
    <div class="msg">
      <div role="status">{props.children}</div>
    </div>
  );
}
