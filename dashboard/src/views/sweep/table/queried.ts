/** What the query box understands on this page, and how it says what it does not. */
import { value } from "../../../data/format";
import { STATES } from "../../../data/model";
import { parseQuery, type Queried, type Query, type QueryProblem } from "../../../data/query";
import { sweep as words } from "../../../messages/en.sweep";
import type { SweepModel } from "../model";

/** Parameters first, then metrics, then what every run has. */
export function queried(model: SweepModel): Queried[] {
  const table = model.seen.value?.table;
  if (!table) return [];
  return [
    ...model.parameters.value.map((parameter) => {
      const column = table.param(parameter.path);
      const levels = column?.kind === "category" ? column.levels : parameter.values;
      const numbers = levels?.every((level) => typeof level === "number") ?? true;
      return {
        name: parameter.path,
        on: `param:${parameter.path}` as const,
        whole: parameter.kind !== "float",
        levels: numbers ? null : levels,
      };
    }),
    ...table.metrics.map((name) => ({ name, on: `metric:${name}` as const, whole: false, levels: null })),
    { name: "number", on: "number", whole: true, levels: null },
    { name: "state", on: "state", whole: false, levels: [...STATES] },
    { name: "duration", on: "duration", whole: false, levels: null },
    { name: "rows", on: "rows", whole: true, levels: null },
    { name: "tag", on: "tag", whole: false, levels: occurring(model, (row) => table.restAt(row).tags) },
    { name: "agent", on: "agent", whole: false, levels: occurring(model, (row) => [table.restAt(row).agent]) },
  ];
}

export function ask(text: string, known: readonly Queried[]): Query {
  return parseQuery(text, known);
}

function occurring(model: SweepModel, of: (row: number) => readonly string[]): string[] {
  const found = new Set<string>();
  const count = model.seen.value?.table.count ?? 0;
  for (let row = 0; row < count; row++) for (const each of of(row)) if (each) found.add(each);
  return [...found].sort();
}

export function sayProblem(problem: QueryProblem): string {
  const say = words.filter;
  switch (problem.code) {
    case "unknown":
      return say.unknown(problem.name);
    case "ambiguous":
      return say.ambiguous(problem.name, problem.candidates.join(", "));
    case "number":
      return say.notANumber(problem.name, problem.text);
    case "value":
      return say.notAValue(problem.name, problem.text, problem.levels.map((level) => value(level)).join(", "));
  }
}
