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
  const searched = exploring + refining > 0;
  return [
    ...words.lookedSays(covering, exploring, refining),
    ...(searched ? [originWords(sight, novelty), ...lateWords(novelty)].flat() : []),
  ];
}

/** Where the best runs came from. */
function originWords({ runs, page }: Sight, novelty: readonly Novelty[]): Words {
  const table = page.seen.value?.table;
  const kinds = new Map(novelty.map(({ number, kind }) => [number, kind]));
  const best = Array.from(runs.best)
    .slice(0, BEST)
    .flatMap((row) => kinds.get(table?.number[row] ?? 0) ?? []);
  return best.length ? [words.ofTheBest(best.length, best.filter((kind) => kind === "refining").length)] : [];
}

/** Whether it still looks at new places. */
function lateWords(novelty: readonly Novelty[]): Words {
  const explored = novelty.findLast(({ kind }) => kind === "exploring");
  const since = novelty.filter(({ number }) => number > (explored?.number ?? Number.POSITIVE_INFINITY)).length;
  return explored && since >= LONG ? words.onlyRefined(explored.number) : [words.doesBoth];
}
