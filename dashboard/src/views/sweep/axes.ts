/** The axes of parallel coordinates as the user has arranged them, and as charts take them. */
import { computed } from "@preact/signals";
import { extent, scaleOf } from "../../charts/kit/scale";
import type { Axis } from "../../charts/types";
import { parameterAxis } from "../../data/axes";
import { decimals, value } from "../../data/format";
import type { ParameterView } from "../../data/model";
import { selection, setView } from "../../state/selection";
import type { SweepModel } from "./model";

export interface AxesChoice {
  /** Paths in the order chosen; others come after them. */
  order: readonly string[];
  hidden: ReadonlySet<string>;
  flipped: ReadonlySet<string>;
  /** Scales that differ from the usual ones. */
  scales: ReadonlyMap<string, "log" | "linear">;
  isOwn: boolean;
}

const text = computed(() => selection.value.view["axes"] ?? "");

/** In the address, axes are `name` with `-` before hidden, `~` before flipped, and `^log` or `^linear` behind. */
export const chosenAxes = computed<AxesChoice>(() => parseAxes(text.value));

export function parseAxes(given: string): AxesChoice {
  const order: string[] = [];
  const hidden = new Set<string>();
  const flipped = new Set<string>();
  const scales = new Map<string, "log" | "linear">();
  for (const part of given.split(" ").filter(Boolean)) {
    const [, marks = "", name = "", scale] = /^([-~]*)(.+?)(?:\^(log|linear))?$/.exec(part) ?? [];
    const path = decodeURIComponent(name);
    order.push(path);
    if (marks.includes("-")) hidden.add(path);
    if (marks.includes("~")) flipped.add(path);
    if (scale === "log" || scale === "linear") scales.set(path, scale);
  }
  return { order, hidden, flipped, scales, isOwn: order.length > 0 };
}

export function writeAxes({ order, hidden, flipped, scales }: AxesChoice): string {
  return order
    .map((path) => {
      const marks = (hidden.has(path) ? "-" : "") + (flipped.has(path) ? "~" : "");
      const scale = scales.get(path);
      return `${marks}${encodeURIComponent(path)}${scale ? `^${scale}` : ""}`;
    })
    .join(" ");
}

export function setAxes(choice: AxesChoice | null): void {
  setView("axes", choice && writeAxes(choice));
}

/** The parameters in the order of their axes. */
export function orderedParameters(model: SweepModel, choice: AxesChoice): ParameterView[] {
  const all = model.parameters.value;
  const first = choice.order.flatMap((path) => all.find((parameter) => parameter.path === path) ?? []);
  return [...first, ...all.filter((parameter) => !choice.order.includes(parameter.path))];
}

/** The axes that are shown: the parameters, then the objective. */
export function axesOf(model: SweepModel, choice: AxesChoice): Axis[] {
  const shown = orderedParameters(model, choice).filter((parameter) => !choice.hidden.has(parameter.path));
  const axes = shown.map((parameter) => axisOf(model, parameter, choice));
  const objective = objectiveAxis(model);
  return objective ? [...axes, objective] : axes;
}

export function axisOf(model: SweepModel, parameter: ParameterView, choice?: AxesChoice): Axis {
  const table = model.seen.value?.table;
  const made = parameterAxis(parameter, table?.param(parameter.path), table?.count ?? 0);
  const { path } = parameter;
  const weight = model.importance.value.value?.parameters.find((each) => each.path === path)?.importance;
  const note = model.ordered.value && weight != null ? decimals(weight, 2) : "";
  if (made.kind === "category") {
    return { kind: "category", path, label: path, note, codes: made.codes, levels: made.levels.map(value) };
  }
  const scale = choice?.scales.get(path) ?? made.scale;
  const axis = { kind: "number" as const, path, label: path, note, scale, values: made.values };
  return made.domain ? { ...axis, domain: made.domain } : axis;
}

/** The axis of any column that has numbers or values; its path is the column's id. */
export function columnAxis(model: SweepModel, id: string, title: string, wanted?: string): Axis | null {
  const parameter = id.startsWith("param:") ? model.parameter(id.slice(6)) : undefined;
  const scale = wanted === "log" || wanted === "linear" ? wanted : null;
  if (parameter) {
    const made = { ...axisOf(model, parameter), path: id };
    return made.kind === "number" && scale && (made.domain?.[0] ?? 1) > 0 ? { ...made, scale } : made;
  }
  const field = model.field(id);
  if (field?.kind !== "number") return null;
  const span = extent(field.values, model.seen.value?.table.count ?? 0) ?? [1, 1];
  const usual = model.isLog(id) ? "log" : scaleOf(span);
  const fits = span[0] > 0 ? (scale ?? usual) : "linear";
  return { kind: "number", path: id, label: title, scale: fits, values: field.values };
}

export function objectiveAxis(model: SweepModel): Axis | null {
  const name = model.objective;
  if (!name) return null;
  return {
    kind: "number",
    path: name,
    label: name,
    scale: model.scale.value,
    values: model.seen.value?.values ?? new Float64Array(0),
    better: model.goal === "maximize" ? "higher" : "lower",
  };
}
