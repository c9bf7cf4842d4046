/** Finding words in the console: Enter goes on, Shift Enter back. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { OpenConsole } from "../../live/console";
import { run as words } from "../../messages/en.run";
import { IconButton } from "../../parts/Button";

interface Props {
  open: OpenConsole;
  onFound: (found: { line: number; words: string } | null) => void;
}

export function Finder({ open, onFound }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const text = useSignal("");
  const at = useSignal(-1);
  const found = open.lines.find(text.value);
  open.version.value;
  const show = (place: number) => {
    at.value = found.length ? (place + found.length) % found.length : -1;
    const line = found[at.value];
    onFound(line === undefined ? null : { line, words: text.value });
  };
  useEffect(() => show(found.length - 1), [text.value]);
  useEffect(() => field.current?.focus(), []);
  return (
    <div class="finder">
      <input
        ref={field}
        class="field"
        type="search"
        aria-label={words.findIn}
        placeholder={words.findIn}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          show(at.value + (event.shiftKey ? -1 : 1));
        }}
      />
      <IconButton icon="left" label={words.previousFound} disabled={!found.length} onClick={() => show(at.value - 1)} />
      <IconButton icon="right" label={words.nextFound} disabled={!found.length} onClick={() => show(at.value + 1)} />
      <span class="mute" role="status">
        {text.value &&
          (found.length ? words.foundAt(Math.min(at.value, found.length - 1) + 1, found.length) : words.notFound)}
      </span>
    </div>
  );
}
