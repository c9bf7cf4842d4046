/** What the palette can do: each page adds its own commands while it is shown. */
import { signal } from "@preact/signals";

export interface Command {
  id: string;
  title: string;
  /** The heading under which it stands. */
  section: string;
  keys?: string;
  /** Words that also find it. */
  also?: string;
  /** One of too many to be listed before anything is typed. */
  onlyFound?: boolean;
  run: () => void;
}

export const commands = signal<readonly Command[]>([]);

export function addCommands(added: readonly Command[]): () => void {
  commands.value = [...commands.peek(), ...added];
  return () => {
    commands.value = commands.peek().filter((command) => !added.includes(command));
  };
}

/** Whether the palette is open. */
export const paletteOpen = signal(false);
/** Whether the list of shortcuts is open. */
export const helpOpen = signal(false);
