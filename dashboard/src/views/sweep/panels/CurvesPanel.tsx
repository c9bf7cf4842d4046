/** The curves of all runs, of one metric at a time. */
import { useRef } from "preact/hooks";
import { bands } from "../../../charts/bands";
import { curves } from "../../../charts/curves";
import { HUGE, SAMPLE } from "../../../charts/kit/runs";
import { count } from "../../../data/format";
import { sweep as words } from "../../../messages/en.sweep";
import { Choice, Word } from "../../../parts/Button";
import { Section } from "../../../parts/Section";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { type Shot, shotOf, sizeIn } from "../../saving/shots";
import { Failed } from "../Guard";
import type { SweepModel } from "../model";
import { RunsChart } from "../RunsChart";
import { CurveOptions } from "./CurveOptions";
import { type CurveView, curveView, useLines, useOptions, valuesOf } from "./curveview";
import { GroupCurves } from "./GroupCurves";
import { Metrics, useMetricKeys } from "./Metrics";
import { showAll, useZoom } from "./zoom";

export function CurvesPanel({ model }: { model: SweepModel }) {
  const shot = useRef<(() => Shot) | null>(null);
  const view = curveView();
  const metric = model.metric;
  useMetricKeys(model);
  const loading = metric ? model.open.lines(metric).value : null;
  const lines = loading?.value ?? null;
  const drawn = useLines(model, lines, view);
  const options = useOptions(model, view);
  const { tool, dragged } = useZoom(view);
  const grouped = selection.value.view["group"];
  return (
    <Section
      id="s-curves"
      title={words.curves}
      controls={
        <>
          <Controls model={model} view={view} />
          <ExportMenu
            name={`${model.sweep.value?.id ?? "sweep"}-${metric}`}
            shot={() => shot.current?.() ?? null}
            values={() => valuesOf(lines)}
          />
        </>
      }
    >
      {loading?.state === "error" && !lines ? (
        <div class="chart">
          <Failed message={loading.error?.message ?? ""} again={() => model.open.retry()} />
        </div>
      ) : grouped && lines ? (
        <GroupCurves
          model={model}
          input={drawn}
          options={options}
          aggregate={view.aggregate}
          onScene={(made) => {
            shot.current = () => shotOf(bands, made, sizeIn("s-curves"));
          }}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: the button in the head does the same
        <div class="zoomed" onDblClick={() => view.window && showAll()}>
          <RunsChart
            model={model}
            chart={curves}
            input={drawn}
            options={options}
            label={words.curves}
            speaks
            {...(tool ? { tool } : {})}
            onScene={(made) => {
              shot.current = () => shotOf(curves, made, sizeIn("s-curves"));
            }}
          >
            {dragged}
          </RunsChart>
        </div>
      )}
    </Section>
  );
}

function Controls({ model, view }: { model: SweepModel; view: CurveView }) {
  const grouped = selection.value.view["group"];
  return (
    <>
      {view.window && (
        <Word title={words.zoom.wholeTitle} onClick={showAll}>
          {words.zoom.whole}
        </Word>
      )}
      <Metrics model={model} />
      {(model.seen.value?.table.count ?? 0) > HUGE && !grouped && <LinesSwitch model={model} on={view.sampled} />}
      <Choice
        label={words.yScale}
        options={[
          { value: "log", label: words.log },
          { value: "linear", label: words.linear },
        ]}
        value={view.scale}
        onChoose={(chosen) => setView("y", chosen === "log" ? null : chosen)}
      />
      <CurveOptions model={model} view={view} />
    </>
  );
}

function LinesSwitch({ model, on }: { model: SweepModel; on: boolean }) {
  const total = count(model.seen.value?.inside ?? 0);
  return (
    <Word
      pressed={on}
      title={on ? words.linesOff : words.linesOn(count(SAMPLE), total)}
      onClick={() => setView("lines", on ? null : "on")}
    >
      {words.lines}
    </Word>
  );
}
