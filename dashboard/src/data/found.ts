/** Finding by words: every word must stand in the title, the heading or the other words; a beginning counts most. */

interface Findable {
  title: string;
  section: string;
  also?: string;
}

export function found<T extends Findable>(all: readonly T[], text: string): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = all.map((entry) => ({ entry, score: score(entry, words) })).filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score).map(({ entry }) => entry);
}

function score(entry: Findable, words: readonly string[]): number {
  const title = entry.title.toLowerCase();
  const all = `${title} ${entry.section} ${entry.also ?? ""}`.toLowerCase();
  let total = 1;
  for (const word of words) {
    if (!all.includes(word)) return 0;
    if (title.startsWith(word)) total += 3;
    else if (title.includes(` ${word}`)) total += 2;
    else if (title.includes(word)) total += 1;
  }
  return total;
}
