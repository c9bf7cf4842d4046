/** The suggestion and what it was chosen over, by the names that the page calls them. */
import { runName } from "../../data/format";
import type { Guess } from "../../data/model";
import type { Sight } from "./sight";

export interface Named {
  name: string;
  guess: Guess;
}

const LETTERS = "BCDEFGH";

/** The suggestion first, by the number that it will have; the others are B, C and so on. */
export function guessesOf({ model, nextNumber }: Pick<Sight, "model" | "nextNumber">, next: Guess): Named[] {
  const others = (model?.alternatives ?? []).map((guess, i) => ({ name: LETTERS[i] ?? String(i), guess }));
  return [{ name: runName(nextNumber), guess: next }, ...others];
}
