/** The columns that the user has chosen for the tables of a project; the browser remembers them. */
import { computed, type ReadonlySignal, type Signal } from "@preact/signals";
import { arranged, EMPTY, isShown, type Layout, readLayout } from "../../../data/layout";
import { remembered } from "../../../state/remembered";
import type { SweepModel } from "../model";
import { columnsOf, type TableColumn } from "./columns";

const kept = new Map<string, Signal<Layout>>();

function layoutOf(project: string): Signal<Layout> {
  let layout = kept.get(project);
  if (!layout) {
    layout = remembered<Layout>(`columns.${project}`, EMPTY, readLayout);
    kept.set(project, layout);
  }
  return layout;
}

export class ChosenColumns {
  /** All that there are, as arranged. */
  readonly all: ReadonlySignal<TableColumn[]>;
  readonly shown: ReadonlySignal<TableColumn[]>;

  constructor(private readonly model: SweepModel) {
    this.all = computed(() => {
      const sweep = model.sweep.value;
      const seen = model.seen.value;
      return sweep && seen
        ? arranged(columnsOf(sweep, seen.table, model.parameters.value, model.judged), this.layout.value)
        : [];
    });
    this.shown = computed(() => this.all.value.filter((column) => isShown(column, this.layout.value)));
  }

  get layout(): Signal<Layout> {
    return layoutOf(this.model.sweep.value?.project ?? "");
  }
}
