/** What the parts of the sweep page share: the runs seen through the selection, computed once for all of them. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Method } from "../../api";
import type { Runs } from "../../charts/types";
import { isLogAxis } from "../../data/axes";
import { constantField, type FieldSource, fieldOf } from "../../data/columnfields";
import type { Field } from "../../data/fields";
import { goalOf, type Judged, judgedBy } from "../../data/judged";
import { rowName } from "../../data/length";
import type { Goal, Importance, ParameterView, SweepDetail } from "../../data/model";
import { best, defaultBest, losses, ranks } from "../../data/ranking";
import type { RunTable } from "../../data/runs";
import { type Filter, mask, NOTHING } from "../../data/selection";
import { readingOrder } from "../../data/standing";
import type { Loading } from "../../live/loading";
import { canChange, type OpenSweep } from "../../live/sweep";
import { selection } from "../../state/selection";
import { held } from "./moving";

/** The runs of a sweep as the selection shows them. */
export interface Seen {
  table: RunTable;
  runs: Runs;
  /** How many the filters let in. */
  inside: number;
  /** The objective of each run; NaN for those that failed. */
  values: Float64Array;
  /** How many are coloured. */
  k: number;
  /** The place of a coloured run, from 0. */
  place: ReadonlyMap<number, number>;
}

export class SweepModel {
  readonly sweep: ReadonlySignal<SweepDetail | null>;
  readonly seen: ReadonlySignal<Seen | null>;
  /** The same, for the chart that a hand is moving in: it follows each move also where the others wait. */
  readonly atHand: ReadonlySignal<Seen | null>;
  /** What mattered to the objective. */
  readonly importance: ReadonlySignal<Loading<Importance>>;
  /** What mattered to the metric that was chosen for it. */
  readonly shownImportance: ReadonlySignal<Loading<Importance>>;
  /** The parameters that vary, the most important first; in the order of the file until that is known. */
  readonly parameters: ReadonlySignal<ParameterView[]>;
  /** Whether that order is by importance. */
  readonly ordered: ReadonlySignal<boolean>;

  /** How the objective is spaced: as chosen, else by the logarithm where that can be. */
  readonly scale = computed<"log" | "linear">(() => selection.value.scale ?? (this.spansPositive() ? "log" : "linear"));

  private readonly of = computed(() => selection.value.of);
  private readonly filters = computed(() => selection.value.filters);
  private readonly chosenBest = computed(() => selection.value.best);
  private readonly method = computed(() => methodOf(selection.value.view["method"]));
  private readonly chosenJudge = computed(() => selection.value.view["judge"]);
  private readonly importanceMetric = computed(() => selection.value.view["imp"] ?? this.objective);
  private readonly stopped = computed(() => selection.value.view["stopped"] !== "out");
  private readonly values = computed(() => this.objectiveValues());
  private readonly loss = computed(() => this.values.value && losses(this.values.value, this.goal));
  private readonly declared = computed(() => this.sweep.value?.parameters ?? []);
  private readonly varying = computed(() => this.declared.value.filter(({ kind }) => kind !== "constant"));
  /** What mattered as last known, also while it is asked for anew. */
  private readonly known = computed(() => this.importance.value.value);
  private readonly rank = computed(() => this.loss.value && ranks(this.loss.value));
  private readonly inside = computed(() => this.mask(this.filters.value));

  constructor(readonly open: OpenSweep) {
    this.sweep = open.sweep;
    this.seen = computed(() => this.look(this.inside.value));
    this.atHand = computed(() => (held.value ? this.look(this.mask(held.value)) : this.seen.value));
    this.importance = computed(() => this.importanceOf(this.objective));
    this.shownImportance = computed(() => this.importanceOf(this.importanceMetric.value));
    this.parameters = computed(() => byImportance(this.varying.value, this.known.value));
    this.ordered = computed(() => isKnown(this.known.value));
  }

  /** What runs are judged by on this page. */
  get judged(): Judged {
    this.open.tick.value;
    return judgedBy(this.sweep.value?.objective ?? null, this.open.runs.value?.metrics ?? [], this.chosenJudge.value);
  }

  /** The name of the metric that runs are judged by. */
  get objective(): string {
    return this.judged.name;
  }

  /** All metrics in the order in which people look at their curves. */
  get metrics(): string[] {
    this.open.tick.value;
    return readingOrder(this.open.runs.value?.metrics ?? [], this.objective);
  }

  /** What a row of a run is, where its script says so by what the parameter of their number is called. */
  get rowName(): string | null {
    const table = this.table();
    return table && rowName(table, this.parameters.value);
  }

  get goal(): Goal {
    return this.judged.goal;
  }

  /** The metric of the curves: as chosen, else the one that people read first. */
  get metric(): string {
    return selection.value.metric ?? this.metrics[0] ?? this.objective;
  }

  /** What a column says of each run, for sorting, grouping and export. */
  field(id: string): Field | null {
    const seen = this.seen.value;
    if (!seen) return null;
    const parameter = id.startsWith("param:") ? this.parameter(id.slice(6)) : undefined;
    if (parameter?.kind === "constant") return constantField(parameter.value, seen.table.count);
    const source: FieldSource = { table: seen.table, values: seen.values, of: this.of.value };
    return fieldOf(id, source, this.objective);
  }

  parameter(path: string): ParameterView | undefined {
    return this.sweep.value?.parameters.find((parameter) => parameter.path === path);
  }

  /** Whether the values of a column are spaced by their logarithm. */
  isLog(id: string): boolean {
    if (id === `metric:${this.objective}`) return this.scale.value === "log";
    const parameter = id.startsWith("param:") ? this.parameter(id.slice(6)) : undefined;
    return parameter ? isLogAxis(parameter) : false;
  }

  /** Which way is good of a metric that is explained. */
  goalOf(metric: string): Goal {
    return metric === this.objective ? this.goal : goalOf(metric);
  }

  /** What mattered to a metric; of the sweep's own the server knows the goal. A report has only that. */
  private importanceOf(metric: string): Loading<Importance> {
    if (!canChange) return this.open.importance(this.method.value, this.stopped.value).value;
    const own = metric === (this.sweep.value?.objective?.name ?? "") || metric === "";
    const aim = own ? { metric: null, goal: null } : { metric, goal: this.goalOf(metric) };
    return this.open.importance(this.method.value, this.stopped.value, { ...aim, which: this.of.value }).value;
  }

  private table(): RunTable | null {
    this.open.tick.value;
    return this.open.runs.value;
  }

  private spansPositive(): boolean {
    const values = this.values.value;
    return !values || values.every((value) => !(value <= 0));
  }

  private objectiveValues(): Float64Array | null {
    const table = this.table();
    const values = table?.metric(this.objective, this.of.value).slice(0, table.count) ?? null;
    if (values && table && !this.judged.own) table.forgetFailed(values);
    return values;
  }

  private mask(filters: readonly Filter[]): Uint8Array | null {
    const table = this.table();
    return table && filters.length ? mask({ ...NOTHING, filters: [...filters], of: this.of.value }, table) : null;
  }

  private look(selected: Uint8Array | null): Seen | null {
    const [table, values, loss, rank] = [this.table(), this.values.value, this.loss.value, this.rank.value];
    if (!table || !values || !loss || !rank) return null;
    const k = this.chosenBest.value ?? defaultBest(table.count);
    const coloured = best(loss, k, selected);
    return {
      table,
      values,
      k,
      inside: selected ? selected.reduce((sum, bit) => sum + bit, 0) : table.count,
      place: new Map(Array.from(coloured, (row, place) => [row, place])),
      runs: {
        count: table.count,
        number: table.number,
        state: table.state,
        value: values,
        rank,
        selected,
        best: coloured,
      },
    };
  }
}

export const METHODS: readonly Method[] = ["fanova", "ped_anova", "permutation"];

export function methodOf(text: string | undefined): Method {
  return METHODS.find((method) => method === text) ?? "fanova";
}

function isKnown(importance: Importance | null): boolean {
  return importance?.parameters.some((parameter) => (parameter.importance ?? 0) > 0) ?? false;
}

function byImportance(parameters: ParameterView[], importance: Importance | null): ParameterView[] {
  if (!isKnown(importance)) return parameters;
  const weight = new Map(importance?.parameters.map((each) => [each.path, each.importance ?? 0]));
  return [...parameters].sort((a, b) => (weight.get(b.path) ?? 0) - (weight.get(a.path) ?? 0));
}
