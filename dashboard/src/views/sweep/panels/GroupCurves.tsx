/** The curves while the table is grouped: the mean of each group, and its spread. */
import { useMemo } from "preact/hooks";
import { type BandsScene, bands, type Group } from "../../../charts/bands";
import type { CurvesInput, CurvesOptions } from "../../../charts/curves";
import { type Aggregate, groupCurve } from "../../../data/groupcurves";
import { groupRows } from "../../../data/groups";
import { maskedRows } from "../../../data/table";
import { selection } from "../../../state/selection";
import type { SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { labelText } from "../table/GroupRow";

interface Props {
  model: SweepModel;
  input: CurvesInput;
  options: CurvesOptions;
  aggregate: Aggregate;
  onScene: (scene: BandsScene) => void;
}

export function GroupCurves({ model, input, options, aggregate, onScene }: Props) {
  const by = selection.value.view["group"] ?? "";
  const seen = model.seen.value;
  const groups = useMemo(() => groupsOf(model, by, input, aggregate), [seen, by, input, aggregate]);
  const made = useMemo(
    () => ({ groups, metric: input.metric, better: input.better }),
    [groups, input.metric, input.better],
  );
  return <RunsChart model={model} chart={bands} input={made} options={options} onScene={onScene} speaks />;
}

/** The largest groups first, for they say most and colours are few. */
function groupsOf(model: SweepModel, by: string, { lines }: CurvesInput, as: Aggregate): Group[] {
  const seen = model.seen.value;
  const field = model.field(by);
  if (!seen || !field) return [];
  const { runs, table } = seen;
  const all = runs.selected ?? new Uint8Array(table.count).fill(1);
  const curveOf = new Map(Array.from(lines.run, (run, curve) => [run, curve]));
  return groupRows(maskedRows(all, table.count), field, seen.values, model.isLog(by))
    .sort((a, b) => b.rows.length - a.rows.length)
    .map((group) => {
      const curves = Array.from(group.rows).flatMap((row) => curveOf.get(row) ?? []);
      return { label: labelText(group.label), count: group.rows.length, ...groupCurve(lines, curves, as) };
    });
}
