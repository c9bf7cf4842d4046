/** The curves of one run: all its metrics over its rows, growing as it logs. */
import type { Columns } from "./columns";
import type { Json, Row } from "./model";

export type Along = "row" | "step" | "time";

export class RunCurves {
  /** Row numbers from 1, steps, and seconds since the attempt began; one entry a point. */
  readonly row: number[] = [];
  readonly step: number[] = [];
  readonly time: number[] = [];
  private readonly values = new Map<string, number[]>();
  version = 0;

  /** The curves of a frame: those of one attempt, its numeric metrics. */
  static from(columns: Columns): RunCurves {
    const made = new RunCurves();
    const read = (name: string) => Array.from(columns.numbers(name) ?? []);
    made.row.push(...read("x"));
    made.step.push(...read("step"));
    made.time.push(...read("time"));
    for (const metric of (columns.extra("metrics") as string[] | undefined) ?? [])
      made.values.set(metric, read(metric));
    return made;
  }

  get metrics(): string[] {
    return [...this.values.keys()];
  }

  get length(): number {
    return this.row.length;
  }

  along(axis: Along): readonly number[] {
    return this[axis];
  }

  /** Values of a metric, NaN where it was not logged; undefined if it never was. */
  of(metric: string): readonly number[] | undefined {
    return this.values.get(metric);
  }

  /** Takes in rows that were just logged, the first of them number `first`; those that are there already are left. */
  append(rows: readonly Row[], first: number): void {
    const last = this.row.at(-1) ?? 0;
    rows.forEach((row, i) => {
      if (first + i > last) this.push(first + i, row);
    });
    this.version += 1;
  }

  private push(number: number, row: Row): void {
    this.row.push(number);
    this.step.push(row.step);
    this.time.push(row.runtime);
    for (const [metric, value] of numeric(row.values, "")) this.valuesOf(metric)[this.row.length - 1] = value;
    for (const values of this.values.values()) if (values.length < this.row.length) values.push(Number.NaN);
  }

  private valuesOf(metric: string): number[] {
    let found = this.values.get(metric);
    if (!found) {
      found = new Array<number>(this.row.length - 1).fill(Number.NaN);
      this.values.set(metric, found);
    }
    return found;
  }
}

/** The numbers of a row, nested ones by their dotted name. */
function* numeric(values: { [name: string]: Json }, before: string): Generator<[string, number]> {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "number") yield [before + name, value];
    else if (typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value)) {
      yield* numeric(value, `${before}${name}.`);
    }
  }
}
