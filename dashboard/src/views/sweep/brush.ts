/** Filters as axes show them, and what a brush on an axis makes of them. */
import { batch } from "@preact/signals";
import { ABSENT, type Axis, type Filter as AxisFilter, type Filters } from "../../charts/types";
import { parameterAxis } from "../../data/axes";
import type { Json } from "../../data/model";
import { bare } from "../../data/own";
import { type Field, type Filter, type Selection, withFilter } from "../../data/selection";
import { adjust, select, selection } from "../../state/selection";
import type { SweepModel } from "./model";
import { follow, letGo, moving } from "./moving";

/** What the selection filters, as the axes of a chart have it. */
export function filtersFor(model: SweepModel, axes: readonly Axis[], filters: readonly Filter[]): Filters {
  const found = bare<AxisFilter>();
  for (const axis of axes) {
    const filter = filters.find((each) => each.on === fieldOf(model, axis.path));
    const seen = filter && axisFilter(model, axis, filter);
    if (seen) found[axis.path] = seen;
  }
  return found;
}

function axisFilter(model: SweepModel, axis: Axis, { range, values }: Filter): AxisFilter | null {
  if (range && axis.kind === "number") {
    return { range: [range[0] ?? Number.NEGATIVE_INFINITY, range[1] ?? Number.POSITIVE_INFINITY] };
  }
  if (!values) return null;
  const texts = levelsOf(model, axis).map((level) => JSON.stringify(level));
  return { codes: values.map((each) => (each === null ? ABSENT : texts.indexOf(JSON.stringify(each)))) };
}

let before: Selection | null = null;

/** Takes in what was brushed. While it moves there is no step to undo; when it is let go there is one for all of it. */
export function brush(
  model: SweepModel,
  axes: readonly Axis[],
  path: string,
  filter: AxisFilter | null,
  isMoving: boolean,
): void {
  const axis = axes.find((each) => each.path === path);
  if (!axis) return;
  const on = fieldOf(model, path);
  const made = filter && selectionFilter(model, axis, on, filter);
  before ??= selection.peek();
  const filters = withFilter(before.filters, on, made);
  if (isMoving) {
    batch(() => {
      moving.value = true;
      follow(filters, model.seen.peek()?.table.count ?? 0, () => adjust({ filters }));
    });
    return;
  }
  const start = before;
  before = null;
  batch(() => {
    moving.value = false;
    letGo();
    adjust({ filters: start.filters });
    select({ filters });
  });
}

function selectionFilter(model: SweepModel, axis: Axis, on: Field, filter: AxisFilter): Filter {
  if ("range" in filter) return { on, range: [...filter.range] };
  const levels = levelsOf(model, axis);
  return { on, values: filter.codes.map((code): Json => (code === ABSENT ? null : (levels[code] ?? null))) };
}

/** The objective is a metric, everything else on an axis a parameter. */
function fieldOf(model: SweepModel, path: string): Field {
  return model.parameter(path) ? `param:${path}` : `metric:${path}`;
}

function levelsOf(model: SweepModel, axis: Axis): Json[] {
  const parameter = model.parameter(axis.path);
  const table = model.seen.peek()?.table;
  if (!parameter) return [];
  const made = parameterAxis(parameter, table?.param(axis.path), 0);
  return made.kind === "category" ? made.levels : [];
}
