/** The runs of a sweep as places to go to, by number, name, tag or state, while the palette is open. */
import { runName } from "../../data/format";
import type { RunTable } from "../../data/runs";
import type { OpenSweep } from "../../live/sweep";
import { en } from "../../messages/en";
import { useCommands } from "../../parts/hooks";
import { type Command, paletteOpen } from "../../state/commands";
import { go } from "../../state/router";

export function useRunCommands(open: OpenSweep | null): void {
  const table = open?.runs.value ?? null;
  const asked = paletteOpen.value;
  useCommands(() => (asked && open && table ? commandsOf(open, table) : []), [asked, table]);
}

function commandsOf({ ref, sweep }: OpenSweep, table: RunTable): Command[] {
  const section = sweep.peek()?.name || sweep.peek()?.id || ref;
  return Array.from({ length: table.count }, (_, row) => {
    const number = table.number[row]!;
    const { name, tags } = table.restAt(row);
    return {
      id: `run-${number}`,
      title: name ? `${runName(number)} ${name}` : runName(number),
      section,
      also: [en.states[table.stateAt(row)], ...tags].join(" "),
      onlyFound: true,
      run: () => go({ page: "run", ref, number }),
    };
  });
}
