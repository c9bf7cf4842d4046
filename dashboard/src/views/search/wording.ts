/** The sentences about the next suggestion, made of what is known of it. */
import { runName, value } from "../../data/format";
import type { Guess, Json, Params } from "../../data/model";
import { search as words } from "../../messages/en.search";
import type { Part, Words } from "../../messages/rich";
import { guessesOf } from "./guesses";
import { named } from "./naming";
import type { Sight } from "./sight";

/** How many differences to the nearest run a sentence names. */
const NAMED = 2;

export function nextWords(sight: Sight, next: Guess): Words {
  return [...why(sight, next), ...who(sight), ...underWay(sight), ...note(next)];
}

function why(sight: Sight, next: Guess): Words {
  const run = runName(sight.nextNumber);
  if (!next.predicted) return unpredicted(run, next.reason.source, sight.runs.count);
  const differences = differencesOf(sight, next).slice(0, NAMED);
  if (next.near === 0) return words.far({ run, near: next.nearest, differences });
  return [...words.near({ run, near: next.nearest, differences }), words.tried(next.near)];
}

function unpredicted(run: string, source: string, count: number): Words {
  switch (source) {
    case "sobol":
      return words.sources.sobol(run, count);
    case "random":
      return words.sources.random(run);
    case "grid":
      return words.sources.grid(run);
    case "retry":
      return words.sources.retry(run);
    default:
      return words.sources.other(run);
  }
}

/** Whether, and when, an agent gets it. */
function who({ open, sweep }: Sight): Words {
  if (!open) return [words.ended];
  if (sweep.state === "paused") return [words.paused];
  return [sweep.counts.pending ? words.afterQueued(sweep.counts.pending) : words.nextAgent];
}

function underWay({ model }: Sight): Words {
  return model?.under_way ? [words.underWay(model.under_way)] : [];
}

function note({ reason }: Guess): Words {
  return reason.note ? [words.note(reason.note.replace(/\.$/, ""))] : [];
}

/** What sets it apart from the run that is most like it, what matters most first. */
function differencesOf({ page }: Sight, next: Guess): Part[] {
  const table = page.seen.value?.table;
  const row = next.nearest === null || !table ? -1 : table.row(next.nearest);
  const near: Params = row >= 0 && table ? table.paramsAt(row) : {};
  return next.differences.flatMap((path) => difference(path, next.params[path], near[path]) ?? []);
}

function difference(path: string, own: Json | undefined, other: Json | undefined): Part | null {
  if (own === undefined) return null; // what took it away is another difference
  const name = named(path);
  if (typeof own !== "number" || typeof other !== "number") return words.set(name, named(value(own)));
  return own < other ? words.smaller(name) : words.larger(name);
}

/** Over what it was chosen, and in what that would have been worse. */
export function overWords(sight: Sight, next: Guess): Words {
  const [, ...others] = guessesOf(sight, next);
  if (others.length === 0) return [];
  return words.over(
    others.map(({ name }) => name),
    others.map(({ guess }) => words.reasons[reasonAgainst(next, guess)]),
  );
}

const NEARLY = 0.85;
const NOTABLE = 0.01;

export function reasonAgainst(next: Guess, other: Guess): keyof typeof words.reasons {
  const [gain, otherGain] = [next, other].map(({ reason }) => reason.expected_improvement ?? 0) as [number, number];
  const [chance, otherChance] = [next, other].map(({ reason }) => reason.improvement_probability ?? 0) as [
    number,
    number,
  ];
  if (otherGain > gain * NEARLY) return "nearly";
  if (otherChance > chance + NOTABLE) return "likelier";
  return widthOf(other) < widthOf(next) * (1 - NOTABLE) ? "surer" : "less";
}

function widthOf({ predicted }: Guess): number {
  return predicted ? predicted.high - predicted.low : 0;
}
