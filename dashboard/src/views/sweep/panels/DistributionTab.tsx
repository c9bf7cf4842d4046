/** How the objective is spread: for all runs of the selection, or for the values of a parameter. */
import { useMemo, useRef } from "preact/hooks";
import { type DistributionScene, distribution } from "../../../charts/distribution";
import { groupRows } from "../../../data/groups";
import { sweep as words } from "../../../messages/en.sweep";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../Export";
import type { Seen, SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { shotOf, sizeIn } from "../shots";
import { labelText } from "../table/GroupRow";

export function DistributionTab({ model }: { model: SweepModel }) {
  const scene = useRef<DistributionScene | null>(null);
  const seen = model.seen.value;
  const by = selection.value.view["edf"] ?? selection.value.view["group"] ?? "";
  const scale = model.scale.value;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const groups = useMemo(() => (seen && by ? groupsOf(model, seen, by) : null), [seen, by]);
  const label = `${model.objective}, ${scale === "log" ? words.log : words.linear}`;
  const runs = seen?.runs ?? EMPTY;
  const input = useMemo(() => ({ runs, better, groups, label }) as const, [runs, better, groups, label]);
  const options = useMemo(() => ({ scale }), [scale]);
  return (
    <>
      <p class="mute small line">
        {words.distributionSays(model.objective)}
        <label class={by ? "pick on" : "pick"}>
          <span class="vh">{words.group.title}</span>
          <select value={by} onChange={(event) => setView("edf", event.currentTarget.value || null)}>
            <option value="">{words.ofAllRuns}</option>
            <option value="state">{words.byName(words.columns.state)}</option>
            {model.parameters.value.map(({ path }) => (
              <option key={path} value={`param:${path}`}>
                {words.byName(path)}
              </option>
            ))}
          </select>
        </label>
        <ExportMenu
          name={`${model.sweep.value?.id ?? "sweep"}-distribution`}
          shot={() => scene.current && shotOf(distribution, scene.current, sizeIn("tab-body"))}
        />
      </p>
      <div class="wide">
        <RunsChart
          model={model}
          chart={distribution}
          input={input}
          options={options}
          onScene={(made) => {
            scene.current = made;
          }}
        />
      </div>
    </>
  );
}

const EMPTY = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };

/** The largest groups first: colours are few. */
function groupsOf(model: SweepModel, { table, values }: Seen, by: string) {
  const field = model.field(by);
  if (!field) return null;
  const rows = Uint32Array.from({ length: table.count }, (_, row) => row);
  return groupRows(rows, field, values, model.isLog(by))
    .sort((a, b) => b.stats.n - a.stats.n)
    .map((group) => {
      const own = new Set(group.rows);
      return { label: labelText(group.label), has: (run: number) => own.has(run) };
    });
}
