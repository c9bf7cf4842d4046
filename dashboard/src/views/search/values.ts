/** What the parts of the page show as values for files; the first line of each is its head. */
import type { Gain } from "../../charts/gain";
import { runName } from "../../data/format";
import type { Band, Effect, Guess, Json, Model, Params } from "../../data/model";
import { own } from "../../data/own";
import type { Named } from "./guesses";
import type { LeftOutPrediction } from "./judging";
import type { Sight } from "./sight";

type Cell = string | number | boolean | null;

/** What is predicted along each parameter, and where it is absent. */
export function beliefValues({ slices }: Model): Cell[][] {
  const rows = slices.flatMap(({ path, values, bands, absent }) => [
    ...bands.map((band, i) => [path, plain(values[i]), ...ends(band)]),
    ...(absent ? [[path, null, ...ends(absent)]] : []),
  ]);
  return [["parameter", "value", "mean", "low", "high"], ...rows];
}

/** The suggestion, what it was chosen over, and the best run: what they are, and what each promises. */
export function guessValues(guesses: readonly Named[], best: { number: number; value: number; params: Params } | null) {
  const paths = [...new Set(guesses.flatMap(({ guess }) => Object.keys(guess.params)))];
  const line = (name: string, of: (guess: Guess) => Json | undefined, ofBest: Json | undefined): Cell[] => [
    name,
    ...guesses.map(({ guess }) => plain(of(guess))),
    ...(best ? [plain(ofBest)] : []),
  ];
  return [
    ["", ...guesses.map(({ name }) => name), ...(best ? [runName(best.number)] : [])],
    ...paths.map((path) => line(path, ({ params }) => own(params, path), best ? own(best.params, path) : undefined)),
    line("predicted", ({ predicted }) => predicted?.mean, undefined),
    line("low", ({ predicted }) => predicted?.low, undefined),
    line("high", ({ predicted }) => predicted?.high, undefined),
    line("measured", () => undefined, best?.value),
    line("chance of a new best", ({ reason }) => reason.improvement_probability ?? undefined, undefined),
    line("expected gain", ({ reason }) => reason.expected_improvement ?? undefined, undefined),
  ];
}

/** Gains as shares, as the chart has them. */
export function gainValues(gains: readonly Gain[]): Cell[][] {
  const rows = gains.map(({ number, expected, got, running }) => [number, expected, running ? null : got]);
  return [["run", "expected gain", "gain"], ...rows];
}

export function predictionValues({ runs, page }: Sight, predictions: readonly Omit<LeftOutPrediction, "beyond">[]) {
  const table = page.seen.value?.table;
  const rows = predictions.map(({ run, measured, inside, ...band }): Cell[] => [
    run < 0 ? null : (table?.number[run] ?? null),
    run < 0 ? measured : runs.value[run]!, // the chart draws what lies beyond all that can be told at the end of that
    ...ends(band),
    inside,
  ]);
  return [["run", "measured", "predicted", "low", "high", "inside"], ...rows];
}

export function noveltyValues({ novelty }: Model): Cell[][] {
  return [["run", "distance", "kind"], ...novelty.map(({ number, distance, kind }) => [number, distance, kind])];
}

export function effectValues(effects: readonly Effect[]): Cell[][] {
  const head = ["parameter", "worst", "best", "ratio", "length", "decades", "likeness", "effect"];
  return [
    head,
    ...effects.map((one) => [
      one.path,
      one.worst,
      one.best,
      one.ratio,
      one.length,
      one.decades,
      one.likeness,
      one.words,
    ]),
  ];
}

function ends({ mean, low, high }: Band): number[] {
  return [mean, low, high];
}

function plain(value: Json | undefined): Cell {
  if (value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : value;
}
