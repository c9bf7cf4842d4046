/** Bringing a page's shortcuts and commands in and taking them away with it. */
import { useEffect } from "preact/hooks";
import { addCommands, type Command } from "../state/commands";
import { addShortcuts, type Shortcut } from "../state/keys";

/** Shortcuts while a component is shown. `inputs` as in `useEffect`: when they change, they are made anew. */
export function useShortcuts(make: () => readonly Shortcut[], inputs: readonly unknown[] = []): void {
  useEffect(() => addShortcuts(make()), inputs as unknown[]);
}

export function useCommands(make: () => readonly Command[], inputs: readonly unknown[] = []): void {
  useEffect(() => addCommands(make()), inputs as unknown[]);
}

export function useTitle(...parts: (string | null | undefined)[]): void {
  const title = [...parts.filter(Boolean), "Varre"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
