/** The lines of the table as the user has sorted, filtered and grouped it. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Group, groupRows, tableLines } from "../../../data/groups";
import { maskedRows, type Sort, sortRows } from "../../../data/table";
import { selection, setView } from "../../../state/selection";
import type { Seen, SweepModel } from "../model";

export interface Rows {
  /** Runs by their row, groups as `~(place in groups)`. */
  lines: Int32Array;
  groups: Group[];
  seen: Seen;
}

export class TableRows {
  readonly rows: ReadonlySignal<Rows | null>;
  readonly sort: ReadonlySignal<Sort>;
  /** The id of the column by whose values runs are grouped. */
  readonly groupedBy: ReadonlySignal<string | null>;
  readonly closed = signal<ReadonlySet<string>>(new Set());

  private readonly sortText = computed(() => selection.value.view["sort"]);

  constructor(private readonly model: SweepModel) {
    this.sort = computed(() => parseSort(this.sortText.value) ?? this.usual());
    this.groupedBy = computed(() => selection.value.view["group"] ?? null);
    const sorted = computed(() => this.sorted());
    const groups = computed(() => this.groups(sorted.value));
    this.rows = computed(() => {
      const seen = this.model.seen.value;
      if (!seen || !sorted.value) return null;
      const found = groups.value;
      return {
        seen,
        groups: found ?? [],
        lines: found ? tableLines(found, this.closed.value) : Int32Array.from(sorted.value),
      };
    });
  }

  sortBy(sort: Sort): void {
    setView("sort", `${sort.by} ${sort.descending ? "down" : "up"}`);
  }

  toggle(key: string): void {
    const closed = new Set(this.closed.value);
    if (!closed.delete(key)) closed.add(key);
    this.closed.value = closed;
  }

  /** Every run that the filters let in, those of closed groups too. */
  all({ groups, lines }: Rows): number[] {
    return groups.length ? groups.flatMap((group) => Array.from(group.rows)) : Array.from(lines);
  }

  /** The best run first; where there is no objective, the newest. */
  private usual(): Sort {
    const { objective } = this.model;
    if (!objective) return { by: "number", descending: true };
    return { by: `metric:${objective}`, descending: this.model.goal === "maximize" };
  }

  private sorted(): Uint32Array | null {
    const seen = this.model.seen.value;
    if (!seen) return null;
    const { runs, table } = seen;
    const rows = runs.selected
      ? maskedRows(runs.selected, table.count)
      : Uint32Array.from({ length: table.count }, (_, row) => row);
    const { by, descending } = this.sort.value;
    const field = this.model.field(by);
    return field ? sortRows(rows, field, descending) : rows;
  }

  private groups(sorted: Uint32Array | null): Group[] | null {
    const by = this.groupedBy.value;
    const field = by ? this.model.field(by) : null;
    const seen = this.model.seen.value;
    if (!sorted || !field || !seen || !by) return null;
    return groupRows(sorted, field, seen.values, this.model.isLog(by));
  }
}

function parseSort(text: string | undefined): Sort | null {
  const match = /^(.+) (up|down)$/.exec(text ?? "");
  return match ? { by: match[1]!, descending: match[2] === "down" } : null;
}
