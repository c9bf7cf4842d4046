/** Where a run stands in its sweep, and what it is made of in rows. */
import type { LineTable } from "./lines";
import type { Goal, Json, RunView } from "./model";
import { losses, ranks, UNRANKED } from "./ranking";
import type { RunTable } from "./runs";

export interface Standing {
  /** From 1; null without a value. */
  rank: number | null;
  /** How many runs have a value. */
  of: number;
  /** Number of the best run; null while none has a value. */
  best: number | null;
  bestValue: number | null;
}

export function standing(runs: RunTable, number: number, metric: string, goal: Goal): Standing {
  const values = runs.metric(metric, "best");
  const order = ranks(losses(values, goal, runs.count));
  const row = runs.row(number);
  const first = order.indexOf(0);
  const rank = row >= 0 ? order[row]! : UNRANKED;
  return {
    rank: rank === UNRANKED ? null : rank + 1,
    of: order.reduce((count, place) => count + (place === UNRANKED ? 0 : 1), 0),
    best: first < 0 ? null : runs.number[first]!,
    bestValue: first < 0 ? null : values[first]!,
  };
}

/**
 * The best value that was known when a run was suggested: what the other runs had logged by then. Without their curves,
 * what had ended by then.
 */
export function bestUntil(
  runs: RunTable,
  lines: LineTable | null,
  number: number,
  metric: string,
  goal: Goal,
): { number: number; value: number } | null {
  const row = runs.row(number);
  if (row < 0) return null;
  const asked = runs.created[row]!;
  const better = (a: number, b: number) => (goal === "minimize" ? a < b : a > b);
  const values = runs.metric(metric, "best");
  let found: { number: number; value: number } | null = null;
  for (let i = 0; i < runs.count; i++) {
    if (i === row || !(runs.started[i]! < asked)) continue;
    const ended = runs.ended[i]! <= asked;
    const value = ended || !lines ? (ended ? values[i]! : Number.NaN) : bestBy(lines, runs, i, asked, better);
    if (Number.isFinite(value) && (!found || better(value, found.value))) found = { number: runs.number[i]!, value };
  }
  return found;
}

/** The best value that a run had logged at a moment. */
function bestBy(
  lines: LineTable,
  runs: RunTable,
  row: number,
  moment: number,
  better: (a: number, b: number) => boolean,
): number {
  const line = lines.line(runs.number[row]!);
  let best = Number.NaN;
  for (let i = 0; line && i < line.length; i++) {
    if (runs.started[row]! + line.time[i]! > moment) break;
    if (Number.isFinite(line.y[i]!) && !(better(best, line.y[i]!) || best === line.y[i]!)) best = line.y[i]!;
  }
  return best;
}

/** How far a value is from the best: as a share where both are above 0, else as a difference. */
export type Gap = { kind: "share" | "difference"; size: number; above: boolean };

export function gap(value: number, best: number): Gap {
  const above = value > best;
  if (value > 0 && best > 0) {
    const share = Math.abs(value / best - 1);
    if (share >= 0.01) return { kind: "share", size: share, above };
  }
  return { kind: "difference", size: Math.abs(value - best), above };
}

const LENGTHS = [
  "epochs",
  "num_epochs",
  "n_epochs",
  "max_epochs",
  "num_train_epochs",
  "max_steps",
  "steps",
  "iterations",
  "n_iter",
];

/** How many rows a run will log, as far as its configuration says; and whether they are epochs. */
export function plannedRows(run: Pick<RunView, "params" | "config">): { rows: number; epochs: boolean } | null {
  const flat: { [key: string]: Json } = { ...run.config, ...run.params };
  for (const name of LENGTHS) {
    for (const [path, value] of Object.entries(flat)) {
      const own = path.slice(path.lastIndexOf(".") + 1);
      if (own === name && typeof value === "number" && value >= 1)
        return { rows: value, epochs: name.includes("epochs") };
    }
  }
  return null;
}

/** The metric that stands beside the objective: an accuracy on held-out data if there is one. */
export function companion(metrics: readonly string[], objective: string | null): string | null {
  return firstOf([...ACCURACIES, /val/i, /./], metrics, objective);
}

/**
 * The metrics of a sweep in the order in which people look at the curves of its runs: a loss says which run is better,
 * an accuracy how good it is, and stands in front where one is logged.
 */
export function readingOrder(metrics: readonly string[], objective: string | null): string[] {
  const order = curveOrder(metrics, objective);
  const accuracy = ACCURACIES.some((pattern) => pattern.test(objective ?? ""))
    ? null
    : firstOf(ACCURACIES, metrics, objective);
  return accuracy === null ? order : [accuracy, ...order.filter((name) => name !== accuracy)];
}

const ACCURACIES = [/val.*(acc|auc|f1|score)/i, /(acc|auc|f1|score)/i];
const NO_MEASURE = /second|time|weight|step|epoch|lr|learning_rate/i;

/** The first metric beside the objective that is like the first pattern that any is like. */
function firstOf(patterns: readonly RegExp[], metrics: readonly string[], objective: string | null): string | null {
  const others = metrics.filter((name) => name !== objective && !NO_MEASURE.test(name));
  for (const pattern of patterns) {
    const found = others.find((name) => pattern.test(name));
    if (found) return found;
  }
  return null;
}

/** Metrics in the order in which their curves are shown: the objective, its companion, then as they are. */
export function curveOrder(metrics: readonly string[], objective: string | null): string[] {
  const first = [objective, companion(metrics, objective)].filter(
    (name): name is string => name !== null && metrics.includes(name),
  );
  return [...first, ...metrics.filter((name) => !first.includes(name))];
}

/** The runs before and after in order of number. */
export function neighbours(runs: RunTable, number: number): { before: number | null; after: number | null } {
  const row = runs.row(number);
  if (row < 0) return { before: null, after: null };
  return { before: row > 0 ? runs.number[row - 1]! : null, after: row + 1 < runs.count ? runs.number[row + 1]! : null };
}
