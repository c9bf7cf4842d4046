/** The objective over the number of the run or over time, with the best so far. */
import { useMemo } from "preact/hooks";
import { type ObjectiveOptions, objective } from "../../../charts/objective";
import { duration } from "../../../data/format";
import { sweep as words } from "../../../messages/en.sweep";
import { Choice } from "../../../parts/Button";
import { Section } from "../../../parts/Section";
import { select, selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import type { Seen, SweepModel } from "../model";
import { isOpen } from "../progress";
import { RunsChart } from "../RunsChart";

type By = "run" | "time";

export function ObjectivePanel({ model }: { model: SweepModel }) {
  const { onScene, shot } = useShot(objective, "s-obj");
  const by: By = selection.value.view["by"] === "time" ? "time" : "run";
  const seen = model.seen.value;
  const sweep = model.sweep.value;
  const began = sweep?.created ?? 0;
  const x = useMemo(() => (seen ? placesOf(seen, by, began) : []), [seen, by, began]);
  const runs = seen?.runs ?? EMPTY;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const input = useMemo(() => ({ runs, better, x }) as const, [runs, better, x]);
  const total = sweep && isOpen(sweep) ? sweep.total : null;
  const scale = model.scale.value;
  const options: ObjectiveOptions = useMemo(
    () => ({ by, scale, time: duration, ...(by === "run" && total !== null ? { xMost: total } : {}) }),
    [by, scale, total],
  );
  return (
    <Section
      id="s-obj"
      title={words.objectiveOverTime}
      note={model.objective}
      controls={
        <>
          <Choice
            label={words.scale}
            options={[
              { value: "log", label: words.log },
              { value: "linear", label: words.linear },
            ]}
            value={scale}
            onChoose={(chosen) => select({ scale: chosen })}
          />
          <Choice
            label={words.along}
            options={[
              { value: "run", label: words.byRun },
              { value: "time", label: words.byTime },
            ]}
            value={by}
            onChoose={(chosen: By) => setView("by", chosen === "run" ? null : chosen)}
          />
          <ExportMenu name={`${sweep?.id ?? "sweep"}-objective`} shot={shot} values={() => valuesOf(seen, x)} />
        </>
      }
    >
      <RunsChart
        model={model}
        chart={objective}
        input={input}
        options={options}
        label={words.objectiveOverTime}
        onScene={onScene}
      />
    </Section>
  );
}

const EMPTY = { count: 0, number: [], state: [], value: [], rank: [], selected: null, best: [] };

/** A run lies where it ended, one that goes on where time has come to. */
function placesOf({ table }: Seen, by: By, began: number): Float64Array {
  if (by === "run") return Float64Array.from(table.number.subarray(0, table.count));
  const now = Date.now() / 1000;
  return Float64Array.from({ length: table.count }, (_, row) => (table.ended[row] || now) - began);
}

function valuesOf(seen: Seen | null, x: ArrayLike<number>): (string | number)[][] {
  if (!seen) return [];
  const { table, values } = seen;
  const rows = Array.from({ length: table.count }, (_, row) => [
    table.number[row]!,
    table.stateAt(row),
    values[row]!,
    x[row]!,
  ]);
  return [["run", "state", "value", "at"], ...rows];
}
