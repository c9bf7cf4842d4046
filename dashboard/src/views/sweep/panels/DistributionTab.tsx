/** How the objective is spread: for all runs of the selection, or for the values of a parameter. */
import { useMemo } from "preact/hooks";
import { distribution } from "../../../charts/distribution";
import { groupRows } from "../../../data/groups";
import { sweep as words } from "../../../messages/en.sweep";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import type { Seen, SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { labelText } from "../table/GroupRow";

export function DistributionTab({ model }: { model: SweepModel }) {
  const { onScene, shot } = useShot(distribution, "tab-body");
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
        <ExportMenu name={`${model.sweep.value?.id ?? "sweep"}-distribution`} shot={shot} />
      </p>
      <div class="wide">
        <RunsChart model={model} chart={distribution} input={input} options={options} onScene={onScene} />
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
