/** Parameters as axes: values in a natural order, numbers by their logarithm where that shows more. */
import { compareJson } from "./fields";
import type { Column } from "./growing";
import { ABSENT } from "./growing";
import type { Json, ParameterView } from "./model";

export type ParameterAxis =
  | { kind: "number"; values: Float64Array; scale: "linear" | "log"; domain: [number, number] | null }
  | {
      kind: "category";
      codes: Uint16Array;
      /** From the top. */
      levels: Json[];
    };

const DECADES = 2;

/** Whether a parameter's axis is logarithmic: its distribution is, or its range spans two decades or more. */
export function isLogAxis({ scale, min, max }: ParameterView): boolean {
  if (min === null || max === null || min <= 0) return false;
  return scale === "log" || Math.log10(max / min) >= DECADES;
}

/** The axis of a parameter over `count` runs; `column` is what the runs have, undefined before the first. */
export function parameterAxis(parameter: ParameterView, column: Column | undefined, count: number): ParameterAxis {
  if (parameter.values || column?.kind === "category") return categoryAxis(parameter, column, count);
  const domain: [number, number] | null =
    parameter.min !== null && parameter.max !== null ? [parameter.min, parameter.max] : null;
  return {
    kind: "number",
    values: column ? column.values.subarray(0, count) : new Float64Array(count).fill(Number.NaN),
    scale: isLogAxis(parameter) ? "log" : "linear",
    domain,
  };
}

function categoryAxis(parameter: ParameterView, column: Column | undefined, count: number): ParameterAxis {
  const found = column?.kind === "category" ? column.levels : [];
  const levels = fromTop(distinct([...(parameter.values ?? []), ...found]));
  const place = new Map(levels.map((level, i) => [JSON.stringify(level), i]));
  const codes = new Uint16Array(count).fill(ABSENT);
  if (column?.kind === "category") {
    const map = column.levels.map((level) => place.get(JSON.stringify(level)) ?? ABSENT);
    for (let row = 0; row < count; row++) codes[row] = map[column.codes[row]!] ?? ABSENT;
  } else if (column) {
    for (let row = 0; row < count; row++) codes[row] = place.get(JSON.stringify(column.values[row])) ?? ABSENT;
  }
  return { kind: "category", codes, levels };
}

function distinct(levels: readonly Json[]): Json[] {
  return [...new Map(levels.map((level) => [JSON.stringify(level), level])).values()];
}

/** Numbers and truth with the large and the true at the top; words as the sweep file has them. */
function fromTop(levels: Json[]): Json[] {
  const ordered = levels.every((level) => typeof level === "number" || typeof level === "boolean");
  return ordered ? levels.sort((a, b) => compareJson(b, a)) : levels;
}
