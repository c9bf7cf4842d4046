/** When each run ran: a lane for each place of each agent. */
import { useMemo } from "preact/hooks";
import { timeline, timelineHeight } from "../../../charts/timeline";
import { duration } from "../../../data/format";
import { lanesOf } from "../../../data/lanes";
import { sweep as words } from "../../../messages/en.sweep";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import type { Seen, SweepModel } from "../model";
import { useNow } from "../now";
import { RunsChart } from "../RunsChart";

export function TimelineTab({ model }: { model: SweepModel }) {
  const { onScene, shot } = useShot(timeline, "tab-body");
  const seen = model.seen.value;
  const sweep = model.sweep.value;
  const running = (sweep?.counts.running ?? 0) > 0;
  const now = useNow(running);
  const made = useMemo(() => (seen ? timesOf(seen, running ? now : null) : null), [seen, running && now]);
  const options = useMemo(() => ({ now: made?.last ?? 1, time: duration }), [made]);
  const input = useMemo(() => seen && made && { runs: seen.runs, ...made.input }, [seen, made]);
  if (!seen || !made || !input || made.input.lanes.length === 0) return <p class="say">{words.nothingStarted}</p>;
  return (
    <>
      <p class="mute small line">
        {words.timelineSays}
        <ExportMenu name={`${sweep?.id ?? "sweep"}-timeline`} shot={shot} />
      </p>
      <div class="lanes" style={{ height: `${timelineHeight(made.input.lanes.length)}px` }}>
        <RunsChart
          model={model}
          chart={timeline}
          label={words.tabs.timeline}
          input={input}
          options={options}
          onScene={onScene}
        />
      </div>
    </>
  );
}

/** Times from the first start: what came before it is empty. */
function timesOf({ table }: Seen, now: number | null) {
  const { count } = table;
  const starts = table.started.subarray(0, count);
  const first = starts.reduce(
    (least, at) => (Number.isNaN(at) ? least : Math.min(least, at)),
    Number.POSITIVE_INFINITY,
  );
  const start = starts.map((at) => at - first);
  const end = Float64Array.from({ length: count }, (_, row) => (table.ended[row] || (now ?? Number.NaN)) - first);
  const last = end.reduce((most, at) => (Number.isNaN(at) ? most : Math.max(most, at)), 0);
  const { lane, lanes } = lanesOf(count, (row) => table.restAt(row).agent, start, end);
  const labels = lanes.map(({ agent, place }) => ({ label: place === 0 ? agent : "" }));
  return { input: { start, end, lane, lanes: labels }, last };
}
