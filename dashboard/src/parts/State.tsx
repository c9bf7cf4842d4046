/** A state by its mark and, unless only the mark is wanted, its word. */
import { en } from "../messages/en";
import { STATE_MARKS } from "./Icon";

export function State({ of, word }: { of: string; word?: string | false }) {
  const name = word || en.states[of as keyof typeof en.states] || of;
  return (
    <span class={`st ${of}`} title={word === false ? name : undefined}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {STATE_MARKS[of]}
      </svg>
      {word === false ? <span class="vh">{name}</span> : name}
    </span>
  );
}
