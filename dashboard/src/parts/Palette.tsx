/** Search and commands: one list, found by words, worked by keys. */
import { useComputed, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { found } from "../data/found";
import { en } from "../messages/en";
import { type Command, commands, paletteOpen } from "../state/commands";
import { Dialog } from "./Dialog";

const SHOWN = 50;

export function Palette() {
  return paletteOpen.value ? <OpenPalette /> : null;
}

function matchingWords(words: string): Command[] {
  const all = words.trim() ? commands.value : commands.value.filter((command) => !command.onlyFound);
  return found(all, words).slice(0, SHOWN);
}

function OpenPalette() {
  const words = useSignal("");
  const at = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  const matching = useComputed(() => matchingWords(words.value));
  const shut = () => {
    paletteOpen.value = false;
  };
  const run = (command: Command | undefined) => {
    if (!command) return;
    shut();
    command.run();
  };
  const move = (by: number) => {
    const count = matching.value.length;
    if (count) at.value = (at.value + by + count) % count;
    list.current?.querySelector(`#command-${at.value}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <Dialog title={en.find} wide onClose={shut}>
      <input
        class="field"
        type="text"
        list={undefined}
        // biome-ignore lint/a11y/noRedundantRoles: an input without a list is no combobox by itself
        role="combobox"
        aria-expanded="true"
        aria-controls="commands"
        aria-activedescendant={`command-${at.value}`}
        aria-label={en.findLabel}
        placeholder={en.paletteHint}
        autofocus
        onInput={(event) => {
          words.value = event.currentTarget.value;
          at.value = 0;
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") move(1);
          else if (event.key === "ArrowUp") move(-1);
          else if (event.key === "Enter") run(matching.value[at.value]);
          else return;
          event.preventDefault();
        }}
      />
      <div id="commands" class="found" role="listbox" aria-label={en.commands} ref={list}>
        {matching.value.length === 0 && <p class="mute">{en.nothingFound}</p>}
        {matching.value.map((command, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above hears the keys, as the pattern has it
          <div
            key={command.id}
            id={`command-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at.value}
            onClick={() => run(command)}
            onPointerMove={() => {
              at.value = i;
            }}
          >
            <span>{command.title}</span>
            <span class="mute">{command.section}</span>
            {command.keys && <kbd>{command.keys}</kbd>}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
