/** What hyperband had to go by when it stopped a run, and what it will ask of one that is running. */
import type { LineTable } from "./lines";
import type { Goal } from "./model";
import type { RunTable } from "./runs";

export interface Peer {
  number: number;
  value: number;
}

/** Bands of a rule: the counts of logged values at which runs are compared. */
export interface Rule {
  eta: number;
  minIter: number | null;
  maxIter: number | null;
  s: number | null;
}

/** A number behind a key of a sweep file in normal form, be it YAML or JSON. */
export function numberIn(text: string, key: string): number | null {
  const found = new RegExp(`(?:^|[\\s{,"])${key}"?\\s*:\\s*(-?[\\d.]+(?:[eE][-+]?\\d+)?)`, "m").exec(text);
  return found ? Number(found[1]) : null;
}

export function ruleIn(text: string): Rule | null {
  if (!/hyperband/.test(text)) return null;
  return {
    eta: numberIn(text, "eta") ?? 3,
    minIter: numberIn(text, "min_iter"),
    maxIter: numberIn(text, "max_iter"),
    s: numberIn(text, "s"),
  };
}

/** The bands up to `most` rows, ascending. */
export function bands({ eta, minIter, maxIter, s }: Rule, most: number): number[] {
  const found: number[] = [];
  if (maxIter !== null && s !== null) {
    for (let i = 1; i <= s && maxIter / eta ** i >= 1; i++) found.unshift(Math.floor(maxIter / eta ** i));
  } else if (minIter !== null) {
    for (let band = minIter; band <= most; band *= eta) found.push(Math.floor(band));
  }
  return found.filter((band) => band <= most);
}

/** The first band: runs are not stopped before it. */
export function firstBand(rule: Rule): number | null {
  return bands(rule, rule.minIter ?? rule.maxIter ?? 0)[0] ?? null;
}

/** The runs that had logged `row` values when run `number` had, this one included, best first. */
export function peersAt(lines: LineTable, runs: RunTable, number: number, row: number, goal: Goal): Peer[] {
  const own = reached(lines, runs, number, row);
  const peers: Peer[] = [];
  for (let i = 0; i < runs.count; i++) {
    const other = runs.number[i]!;
    const at = other === number ? own : reached(lines, runs, other, row);
    if (at && (!own || at.time <= own.time)) peers.push({ number: other, value: at.value });
  }
  return sorted(peers, goal);
}

/** The value that a run needs at `row` to go on, as things are: of n runs there, floor(n / eta) + 1 go on. */
export function needed(peers: readonly Peer[], eta: number): number | null {
  if (peers.length === 0) return null;
  const index = Math.floor((peers.length + 1) / eta);
  return peers[Math.min(peers.length - 1, index)]!.value;
}

/** All runs that have logged `row` values, best first. */
export function allAt(lines: LineTable, runs: RunTable, row: number, goal: Goal): Peer[] {
  const peers: Peer[] = [];
  for (let i = 0; i < runs.count; i++) {
    const at = reached(lines, runs, runs.number[i]!, row);
    if (at) peers.push({ number: runs.number[i]!, value: at.value });
  }
  return sorted(peers, goal);
}

function reached(
  lines: LineTable,
  runs: RunTable,
  number: number,
  row: number,
): { time: number; value: number } | null {
  const line = lines.line(number);
  const started = runs.started[runs.row(number)];
  if (!line || line.length < row || row < 1 || started === undefined) return null;
  const value = line.y[row - 1]!;
  return Number.isFinite(value) ? { time: started + line.time[row - 1]!, value } : null;
}

function sorted(peers: Peer[], goal: Goal): Peer[] {
  return peers.sort((a, b) => (goal === "minimize" ? a.value - b.value : b.value - a.value));
}
