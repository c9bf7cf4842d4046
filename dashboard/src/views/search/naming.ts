/** Names and values in sentences: as they are, but for those that would drown the rest. */

const MOST = 32;

export function named(text: string): string {
  const letters = [...text]; // a letter may be two code units, and must not be cut in half
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join("")}…` : text;
}
