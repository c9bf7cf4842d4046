/** What matters to the model, in words: the order of the parameters, and how far their values go together. */
import { percent } from "../../data/format";
import type { Effect } from "../../data/model";
import { search as words } from "../../messages/en.search";
import type { Words } from "../../messages/rich";
import { named } from "./naming";

/** So many parameters are named in a sentence. */
const NAMED = 4;

/** `effects` come greatest first. */
export function mattersWords(effects: readonly Effect[]): Words {
  const [first, ...others] = effects.map(({ path }) => named(path));
  const those = (kind: Effect["words"]) => others.filter((_, i) => effects[i + 1]!.words === kind);
  const hardly = cut(those("hardly"));
  return words.mattersSays({
    first: first ?? "",
    next: cut(those("much")),
    hardly,
    least: hardly.length === 0 ? (others.at(-1) ?? null) : null,
  });
}

function cut(paths: string[]): string[] {
  return paths.length <= NAMED ? paths : [...paths.slice(0, NAMED - 1), words.mattersMore(paths.length - NAMED + 1)];
}

/** The length scale as a figure: in decades, as a part of the axis, or the correlation between values. */
export function lengthOf({ length, decades, likeness }: Effect): { text: string; title: string } {
  const { lengthTitle } = words;
  if (likeness !== null) return { text: words.correlation(likeness.toFixed(2)), title: lengthTitle.levels };
  if (decades !== null) return { text: words.decades(figures(decades)), title: lengthTitle.decades };
  return { text: length === null ? words.absent : percent(length), title: lengthTitle.axis };
}

const figures = (number: number) => (number < 10 ? number.toFixed(2) : number.toFixed(0));

/** From such correlations on values are alike, or less so. */
const [ALIKE, LESS] = [0.9, 0.6];
/** From such parts of its range on a line hardly bends, or slowly. */
const [WHOLE, SLOWLY] = [1, 0.3];

/** How far values of a parameter go together, in words. */
export function kinOf({ length, decades, likeness }: Effect): string {
  if (likeness !== null) return likeness > ALIKE ? words.alike : likeness > LESS ? words.lessAlike : words.differ;
  if (length !== null && length >= WHOLE) return words.smooth;
  if (decades !== null) return words.factor(Math.max(1.1, 10 ** decades).toPrecision(2));
  return length === null ? "" : length >= SLOWLY ? words.bends : words.bendsOften;
}
