/** Where the search looked, in words. */
import type { Model, Novelty } from "../../data/model";
import { search as words } from "../../messages/en.search";
import type { Words } from "../../messages/rich";
import type { Sight } from "./sight";

/** So many of the best runs are asked where they came from. */
const BEST = 5;
/** After so many runs without one that explored, it only refines. */
const LONG = 3;

export function lookedWords(sight: Sight, { novelty }: Model): Words {
  const of = (kind: Novelty["kind"]) => novelty.filter((one) => one.kind === kind).length;
  const [covering, exploring, refining] = [of("covering"), of("exploring"), of("refining")];
  const told =
    novelty.length < sight.runs.count && covering === 0
      ? words.lastLooked(novelty.length, exploring, refining)
      : words.lookedSays(covering, exploring, refining);
  return exploring + refining > 0 ? [...told, ...originWords(sight, novelty), ...lateWords(novelty)] : told;
}

/** Where the best runs came from, if that is known of all of them. */
function originWords({ runs, page }: Sight, novelty: readonly Novelty[]): Words {
  const table = page.seen.value?.table;
  const kinds = new Map(novelty.map(({ number, kind }) => [number, kind]));
  const best = Array.from(runs.best)
    .slice(0, BEST)
    .flatMap((row) => kinds.get(table?.number[row] ?? 0) ?? []);
  return best.length && best.length === Math.min(BEST, runs.best.length)
    ? [words.ofTheBest(best.length, best.filter((kind) => kind === "refining").length)]
    : [];
}

/** Whether it still looks at new places. */
function lateWords(novelty: readonly Novelty[]): Words {
  const explored = novelty.findLast(({ kind }) => kind === "exploring");
  if (!explored) return novelty.length >= LONG ? [words.neverExplored] : [];
  const since = novelty.filter(({ number }) => number > explored.number).length;
  if (since >= LONG) return words.onlyRefined(explored.number);
  return novelty.some(({ kind }) => kind === "refining") ? [words.doesBoth] : [];
}
