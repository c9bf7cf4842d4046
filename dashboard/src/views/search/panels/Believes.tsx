/** What is believed: one small chart for each parameter, the one that matters most first. */
import { useMemo } from "preact/hooks";
import { belief } from "../../../charts/belief";
import type { Runs } from "../../../charts/types";
import { count } from "../../../data/format";
import type { Effect, ParameterView } from "../../../data/model";
import { search as words } from "../../../messages/en.search";
import { Section } from "../../../parts/Section";
import { useWidth } from "../../../parts/useWidth";
import { ExportMenu } from "../../saving/Export";
import { type GridShot, useGridShot } from "../../saving/grid";
import { RunsChart } from "../../sweep/RunsChart";
import { beliefInput, drawnRuns, type Height, heightOf } from "../beliefs";
import { type Column, rowsOf } from "../columns";
import type { Picture } from "../picture";
import type { Sight } from "../sight";
import { beliefValues } from "../values";
import { OthersChoice } from "./OthersChoice";
import { More, shownOf } from "./Shown";

export function Believes({ sight, picture }: { sight: Sight; picture: Picture }) {
  const { model, runs } = sight;
  const height = useMemo(() => heightOf(sight), [sight]);
  const drawn = useMemo(() => drawnRuns(sight), [sight]);
  const all = useMemo(() => parametersOf(sight), [sight]);
  const shown = shownOf(all);
  const grid = useGridShot("s-believes", ".beliefs");
  if (runs.count === 0 && !model) return null;
  return (
    <Section
      id="s-believes"
      title={model ? words.believes : words.runsAlong}
      note={<Note sight={sight} height={height} drawn={drawn.drawn} />}
      controls={
        <>
          {model && <OthersChoice sight={sight} picture={picture} />}
          <ExportMenu
            name={`${sight.sweep.id}-${model ? "beliefs" : "runs"}`}
            shot={grid.shot}
            {...(model ? { values: () => beliefValues(model) } : {})}
          />
        </>
      }
    >
      <Charts sight={sight} runs={drawn.runs} height={height} parameters={shown} grid={grid} />
      <More all={all.length} ordered={model !== null} />
    </Section>
  );
}

/** In the model's order; those of the file, where it has none. A parameter of a single value has no line. */
function parametersOf({ model, sweep }: Sight): ParameterView[] {
  const varying = sweep.parameters.filter(({ kind }) => kind !== "constant");
  if (!model) return varying;
  return model.slices.flatMap(({ path }) => varying.find((parameter) => parameter.path === path) ?? []);
}

function Note({ sight, height, drawn }: { sight: Sight; height: Height; drawn: number | null }) {
  const { model, metric, better, portrait, runs } = sight;
  if (!metric) return null;
  const parts = [
    words.spaced(metric, height.kind !== "linear"),
    ...(model ? [words.byImportance] : []),
    ...(height.beyond ? [words.beyond(height.beyond, better === "higher")] : []),
    ...(drawn === null ? [] : [words.notDrawn(drawn, runs.count)]),
    ...(!model && portrait.needed ? [words.startsAfter(portrait.needed, portrait.have)] : []),
  ];
  return <>{parts.join(" · ")}</>;
}

interface ChartsProps {
  sight: Sight;
  runs: Runs;
  height: Height;
  parameters: readonly ParameterView[];
  grid: GridShot;
}

function Charts(props: ChartsProps) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const { parameters } = props;
  const rows = useMemo(() => rowsOf(parameters, width), [parameters, width]);
  return (
    <div class="beliefs" ref={ref}>
      {rows.flat().map((column) => (
        <One key={column.parameter.path} {...props} column={column} />
      ))}
    </div>
  );
}

function One(props: Omit<ChartsProps, "parameters"> & { column: Column }) {
  const { sight, runs, height, column } = props;
  const { parameter, labelled } = column;
  const input = useMemo(() => beliefInput(sight, runs, height, parameter), [sight, runs, height, parameter]);
  const scale = height.kind === "linear" ? "linear" : "log";
  const options = useMemo(() => ({ scale, labelled, domain: height.domain }) as const, [scale, labelled, height]);
  const effect = sight.model?.effects.find(({ path }) => path === parameter.path);
  return (
    <div
      class={labelled ? "belief labelled" : "belief"}
      style={{ width: `${column.width}px` }}
      data-chart={parameter.path}
    >
      <h3 title={parameter.path}>{parameter.path}</h3>
      <RunsChart
        model={sight.page}
        chart={belief}
        input={input}
        options={options}
        label={words.predictedAlong(sight.metric, parameter.path)}
        onScene={(scene) => props.grid.keep(parameter.path, belief, scene)}
      />
      {effect && <Mattering effect={effect} />}
    </div>
  );
}

function Mattering({ effect }: { effect: Effect }) {
  const title = effect.ratio === null ? undefined : words.timesBest(ratioText(effect.ratio));
  return <p title={title}>{words.words[effect.words]}</p>;
}

/** A factor with as many digits as tell it from 1. */
export function ratioText(ratio: number): string {
  if (ratio >= 1000) return count(Math.round(ratio));
  return ratio < 1.1 ? ratio.toFixed(2) : ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0);
}
