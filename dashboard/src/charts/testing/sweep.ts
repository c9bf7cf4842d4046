/** An invented sweep, the same for the same seed: what tests and the gallery draw. Nothing here was measured. */
import { best, losses, ranks } from "../../data/ranking";
import { firstAbove } from "../kit/hit";
import type { Axis, Lines, Runs } from "../types";
import { ABSENT, State } from "../types";

export interface Sweep {
  readonly runs: Runs;
  readonly lines: { readonly val_loss: Lines; readonly accuracy: Lines };
  readonly axes: readonly Axis[];
  /** Seconds from the start of the sweep. */
  readonly started: Float64Array;
  readonly ended: Float64Array;
  readonly agent: Uint16Array;
  readonly agents: number;
  readonly now: number;
  readonly cap: number;
}

export interface Random {
  /** From 0 to 1. */
  (): number;
  normal(): number;
  below(count: number): number;
}

/** mulberry32: small, and the same on every machine. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return Object.assign(next, {
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    below: (count: number) => Math.floor(next() * count),
  });
}

const LEVELS = {
  epochs: ["15", "10", "5"],
  batch_norm: ["true", "false"],
  dropout_rate: ["0.5", "0.4", "0.3"],
  activation: ["relu", "tanh"],
  optimizer: ["adam", "sgd"],
  dropout: ["true", "false"],
  batch_size: ["64", "32", "16"],
} as const;
type Category = keyof typeof LEVELS;
const CATEGORIES = Object.keys(LEVELS) as Category[];
const NOTES = ["0.40", "0.29", "0.15", "0.08", "0.02", "0.00", "0.00", "0.00"];

/** What each value adds to the logarithm of the loss. */
const EFFECTS: Record<Category, readonly number[]> = {
  epochs: [0, 0.09, 0.34],
  batch_norm: [0, 0.22],
  dropout_rate: [0.15, 0.05, 0],
  activation: [0, 0.13],
  optimizer: [0, 0.1],
  dropout: [0, 0.2],
  batch_size: [0.12, 0.03, 0],
};

interface Configuration {
  rate: number;
  codes: Record<Category, number>;
}

function drawn(u: Random, near: Configuration | null): Configuration {
  const fresh = (name: Category) => u.below(LEVELS[name].length);
  const codes = Object.fromEntries(
    CATEGORIES.map((name) => [name, near && u() > 0.3 && near.codes[name] !== ABSENT ? near.codes[name] : fresh(name)]),
  ) as Record<Category, number>;
  if (codes.dropout === 1) codes.dropout_rate = ABSENT;
  const rate = near ? near.rate * Math.exp(u.normal() * 0.55) : 10 ** (-4 + 3 * u());
  return { rate: Math.max(1e-4, Math.min(0.1, rate)), codes };
}

function expected({ rate, codes }: Configuration): number {
  const off = Math.log10(rate) + 2.8;
  let loss = Math.log(0.0305) + (off > 0 ? 1.2 : 1.1) * off * off * (codes.batch_norm === 0 ? 0.62 : 1);
  for (const name of CATEGORIES) loss += EFFECTS[name][codes[name]] ?? 0;
  return Math.min(loss, Math.log(2.25));
}

function curveOf(configuration: Configuration, epochs: number, u: Random): number[] {
  const end = Math.exp(expected(configuration) + u.normal() * 0.06);
  const start = Math.min(2.2, end * (2.6 + 2.2 * u()) + 0.03);
  const pace = 1.3 + 1.2 * u();
  return Array.from({ length: epochs }, (_, i) => {
    const left = Math.exp(-i / pace);
    return (end + (start - end) * left) * (1 + u.normal() * (0.035 + 0.05 * left));
  });
}

/** A sweep of `count` runs: some failed, most stopped early, the last ones running. */
export function sweep(count: number, seed = 266): Sweep {
  const u = random(seed);
  const agents = count > 2000 ? 32 : count > 100 ? 8 : 2;
  const free = Array.from({ length: agents }, (_, i) => i * 2.5);
  const all = Array.from({ length: count }, () => ({ configuration: drawn(u, null), curve: [] as number[] }));
  const state = new Uint8Array(count);
  const value = new Float64Array(count);
  const [started, ended, agent] = [new Float64Array(count), new Float64Array(count), new Uint16Array(count)];
  const reached: Record<number, number[]> = { 3: [], 9: [] };
  let top: { configuration: Configuration; value: number }[] = [];
  all.forEach((run, i) => {
    const near = i >= 6 && u() > 0.35 && top.length ? top[u.below(top.length)]!.configuration : null;
    run.configuration = drawn(u, near);
    let epochs = Number(LEVELS.epochs[run.configuration.codes.epochs]);
    const curve = curveOf(run.configuration, epochs, u);
    state[i] = State.finished;
    for (const rung of [3, 9]) {
      if (epochs <= rung) continue;
      const peers = reached[rung]!;
      const here = curve[rung - 1]!;
      peers.splice(firstAbove(peers, 0, peers.length, here), 0, here);
      if (here <= peers[Math.floor(peers.length / 3)]!) continue;
      state[i] = State.stopped;
      epochs = rung;
    }
    if (i === 8 || (count > 100 && u() < 0.006)) {
      state[i] = State.failed;
      epochs = 2;
    } else if (i >= count - agents && count > 1) {
      state[i] = State.running;
      epochs = Math.max(1, epochs - 2);
    }
    run.curve = curve.slice(0, epochs);
    value[i] = state[i] === State.failed ? Number.NaN : Math.min(...run.curve);
    agent[i] = free.indexOf(Math.min(...free));
    started[i] = free[agent[i]!]! + 1.2;
    ended[i] = started[i]! + epochs * (5 + 6 * u()) + 2;
    free[agent[i]!] = ended[i]!;
    if (Number.isFinite(value[i]!)) top.push({ configuration: run.configuration, value: value[i]! });
    top = top.sort((a, b) => a.value - b.value).slice(0, count > 100 ? 30 : 4);
  });
  const loss = losses(value, "minimize");
  const k = count > 2000 ? 50 : count > 100 ? 20 : 5;
  const now = Math.max(0, ...ended);
  return {
    runs: {
      count,
      number: Int32Array.from({ length: count }, (_, i) => i + 1),
      state,
      value,
      rank: ranks(loss),
      selected: null,
      best: best(loss, k),
    },
    lines: {
      val_loss: linesOf(all.map(({ curve }) => curve)),
      accuracy: linesOf(all.map(({ curve }) => curve.map((v) => Math.max(0.1, 1 - 0.9 * -Math.expm1(-0.345 * v))))),
    },
    axes: axesOf(
      all.map(({ configuration }) => configuration),
      value,
    ),
    started,
    ended: ended.map((time, i) => (state[i] === State.running ? now : time)),
    agent,
    agents,
    now,
    cap: Math.max(4, Math.round(count * 1.2)),
  };
}

function linesOf(curves: readonly number[][]): Lines {
  const start = new Uint32Array(curves.length + 1);
  curves.forEach((curve, i) => {
    start[i + 1] = start[i]! + curve.length;
  });
  return {
    count: curves.length,
    run: Int32Array.from(curves, (_, i) => i),
    start,
    x: Float32Array.from(curves.flatMap((curve) => curve.map((_, i) => i + 1))),
    y: Float32Array.from(curves.flat()),
  };
}

function axesOf(all: readonly Configuration[], value: Float64Array): Axis[] {
  const category = (name: Category, i: number): Axis => ({
    kind: "category",
    path: name,
    label: name,
    note: NOTES[i + 1]!,
    codes: Uint16Array.from(all, ({ codes }) => codes[name]),
    levels: LEVELS[name],
  });
  return [
    {
      kind: "number",
      path: "learning_rate",
      label: "learning_rate",
      note: NOTES[0]!,
      scale: "log",
      domain: [1e-4, 0.1],
      values: Float64Array.from(all, ({ rate }) => rate),
    },
    ...CATEGORIES.map(category),
    { kind: "number", path: "val_loss", label: "val_loss", scale: "log", better: "lower", values: value },
  ];
}

/** The runs with only those selected that a filter lets in, the best of them coloured anew. */
export function selecting(runs: Runs, lets: (run: number) => boolean): Runs {
  const selected = Uint8Array.from({ length: runs.count }, (_, run) => (lets(run) ? 1 : 0));
  const loss = losses(Float64Array.from(runs.value as Float64Array), "minimize");
  return { ...runs, selected, best: best(loss, runs.best.length, selected) };
}
