/** The charts of what is believed along each parameter: their common scale, and what each of them is given. */
import type { BeliefInput, Expected } from "../../charts/belief";
import { quantile } from "../../charts/kit/quantiles";
import { byRank, ranked } from "../../charts/kit/runs";
import type { ScaleKind } from "../../charts/kit/scale";
import { extent, fitting, opened, padded } from "../../charts/kit/scale";
import { ABSENT, type Axis, type Runs, UNRANKED } from "../../charts/types";
import { parameterAxis } from "../../data/axes";
import { value as written } from "../../data/format";
import type { Band, Json, ParameterView, Slice } from "../../data/model";
import type { Sight } from "./sight";

/** The objective's axis, which all charts of the row share. */
export interface Height {
  kind: ScaleKind;
  domain: [number, number];
  /** How many runs lie beyond its worse end. */
  beyond: number;
}

/** The worst quarter of the runs does not set the scale, unless something that bad is predicted. */
const SHOWN = 0.75;
const PAD = 0.06;

export function heightOf({ runs, better, scale, portrait, model }: Sight): Height {
  const values = Array.from(
    byRank(runs).filter((run) => ranked(runs, run)),
    (run) => runs.value[run]!,
  );
  const kind = fitting(scale, better, extent(values) ?? [0, 1]);
  const [good, bad] = [values[0], values.length ? quantile(values, SHOWN) : undefined];
  const means = (model?.slices ?? []).flatMap(({ bands }) => bands.map(({ mean }) => mean));
  const expected = portrait.next?.predicted;
  const best = expected && (better === "lower" ? expected.low : expected.high);
  const ends = [good, bad, best, expected?.mean, ...(extent(means) ?? [])].filter((end): end is number =>
    placed(kind, end),
  );
  const domain = padded(kind, opened(kind, extent(ends) ?? [0.01, 1]), PAD);
  const beyond = values.filter((value) => (better === "lower" ? value > domain[1] : value < domain[0])).length;
  return { kind, domain, beyond };
}

/** Whether a scale has a place for a value. */
function placed(kind: ScaleKind, value: number | null | undefined): boolean {
  if (value === undefined || value === null || !Number.isFinite(value)) return false;
  return kind === "linear" || (kind === "log" ? value > 0 : value < 1);
}

/** A band as far as the scale reaches: what is predicted may lie where a logarithm has no place. */
function within({ kind, domain }: Height, { mean, low, high }: Band): Expected {
  if (kind === "linear") return { mean, low, high };
  const keep = (value: number) => (kind === "log" ? Math.max(value, domain[0] / 10) : Math.min(value, LEAST_WRONG));
  return { mean: keep(mean), low: keep(low), high: keep(high) };
}

const LEAST_WRONG = 1 - 1e-6;

/**
 * The runs that are drawn: of very many those that the model knows, for it was fitted to these. `drawn` says how many
 * that are, null for all. The best run is always among them.
 */
export function drawnRuns({ runs, model, page, best }: Sight): { runs: Runs; drawn: number | null } {
  const table = page.seen.value?.table;
  if (!model || !table || model.fitted >= model.of) return { runs, drawn: null };
  const known = new Set(model.left_out.map(({ number }) => (number === null ? -1 : table.row(number))));
  const isDrawn = (row: number) => known.has(row) || row === best?.row;
  const rank = Uint32Array.from({ length: runs.count }, (_, row) => (isDrawn(row) ? runs.rank[row]! : UNRANKED));
  const drawn = rank.reduce((sum, own) => sum + Number(own !== UNRANKED), 0);
  return { runs: { ...runs, rank }, drawn };
}

export function beliefInput(sight: Sight, runs: Runs, height: Height, parameter: ParameterView): BeliefInput {
  const { page, better, model, portrait } = sight;
  const table = page.seen.value?.table;
  const slice = model?.slices.find(({ path }) => path === parameter.path);
  const made = parameterAxis(parameter, table?.param(parameter.path), runs.count);
  const levels = made.kind === "category" ? made.levels : null;
  return {
    axis: axisOf(parameter.path, made),
    runs,
    better,
    along: alongOf(slice, levels, height),
    absent: slice?.absent ? within(height, slice.absent) : null,
    likeness: likenessOf(sight, slice),
    next: portrait.next?.predicted
      ? {
          at: placeOf(portrait.next.params[parameter.path], levels),
          mean: within(height, portrait.next.predicted).mean,
        }
      : null,
  };
}

function axisOf(path: string, made: ReturnType<typeof parameterAxis>): Axis {
  if (made.kind === "category") {
    return { kind: "category", path, label: path, codes: made.codes, levels: made.levels.map(written) };
  }
  const axis = { kind: "number", path, label: path, scale: made.scale, values: made.values } as const;
  return made.domain ? { ...axis, domain: made.domain } : axis;
}

function alongOf(slice: Slice | undefined, levels: readonly Json[] | null, height: Height) {
  if (!slice) return [];
  const places = slice.values.map((value) => placeOf(value, levels));
  const along = slice.bands.map((band, i) => ({ at: places[i]!, ...within(height, band) }));
  return along.filter(({ at }) => at !== ABSENT).sort((a, b) => a.at - b.at);
}

/** A number as it is, a level by its code; `ABSENT` for what has no place. */
function placeOf(value: Json | undefined, levels: readonly Json[] | null): number {
  if (levels) {
    const text = JSON.stringify(value);
    const code = levels.findIndex((level) => JSON.stringify(level) === text);
    return code < 0 ? ABSENT : code;
  }
  return typeof value === "number" ? value : ABSENT;
}

/** Runs that the model does not know, such as running ones, are as unlike as can be. */
function likenessOf({ model, page }: Sight, slice: Slice | undefined): ((run: number) => number) | null {
  const table = page.seen.value?.table;
  if (!slice?.likeness.length || !table) return null;
  const alike = new Map<number, number>();
  model?.left_out.forEach(({ number }, i) => {
    if (number !== null) alike.set(table.row(number), slice.likeness[i] ?? 0);
  });
  return (run) => alike.get(run) ?? 0;
}
