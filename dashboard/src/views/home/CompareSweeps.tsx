/** The sweeps of a project beside each other: best so far over runs, and the figures. */
import { useSignal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { count, duration, runName, metric as written } from "../../data/format";
import type { SweepView } from "../../data/model";
import { OpenHome } from "../../live/home";
import { en } from "../../messages/en";
import { home as words } from "../../messages/en.home";
import { Choice } from "../../parts/Button";
import { useTitle } from "../../parts/hooks";
import { Section } from "../../parts/Section";
import { State } from "../../parts/State";
import { TopBar } from "../../parts/TopBar";
import { link } from "../../state/router";
import { ExportMenu } from "../saving/Export";
import { shotIn } from "../saving/page";
import { BestLines } from "./BestLines";
import { comparable, metricsOf } from "./comparing";
import { endedRuns, labelOf } from "./list";
import { bestValuesOf, valuesOf } from "./values";
import "./home.css";
import "./new.css";

export default function CompareSweeps({ project }: { project: string }) {
  const [open] = useState(() => new OpenHome());
  useEffect(() => () => open.close(), []);
  useTitle(words.compareTitle(project));
  const sweeps = open.sweeps.value?.filter((sweep) => sweep.project === project) ?? null;
  return (
    <>
      <TopBar>
        <a href={link({ page: "home" })}>{en.home}</a>
        <i>/</i>
        <b>{project}</b>
      </TopBar>
      <main id="main" class="compare" aria-busy={sweeps === null}>
        <div class="head">
          <h1>{words.compareTitle(project)}</h1>
        </div>
        {open.error.value && <p class="banner">{open.error.value.message}</p>}
        {sweeps && <Whole sweeps={sweeps} />}
      </main>
    </>
  );
}

function Whole({ sweeps }: { sweeps: readonly SweepView[] }) {
  const metrics = metricsOf(sweeps);
  const chosen = useSignal<string | null>(null);
  const scale = useSignal<"log" | "linear">("log");
  const pointed = useSignal<string | null>(null);
  const metric = chosen.value ?? metrics[0];
  if (!metric) return <p class="nothing">{words.comparedNone}</p>;
  const shown = comparable(sweeps, metric);
  const project = shown[0]?.project || "sweeps";
  return (
    <>
      <Section
        id="best-lines"
        title={metric}
        note={words.compareNote}
        controls={
          <>
            {metrics.length > 1 && (
              <Choice
                label={words.metricOf}
                value={metric}
                options={metrics.map((value) => ({ value, label: value }))}
                onChoose={(value) => {
                  chosen.value = value;
                }}
              />
            )}
            <Choice
              label={words.scale}
              value={scale.value}
              options={(["log", "linear"] as const).map((value) => ({ value, label: words.scales[value] }))}
              onChoose={(value) => {
                scale.value = value;
              }}
            />
            <ExportMenu
              name={`${project}-${metric}`}
              shot={shotIn("best-lines", ".best-lines")}
              values={() => bestValuesOf(shown)}
            />
          </>
        }
      >
        <BestLines sweeps={shown} metric={metric} scale={scale.value} pointed={pointed} />
      </Section>
      <Section
        id="figures"
        title={words.figures}
        controls={<ExportMenu name={`${project}-sweeps`} values={() => valuesOf(shown)} />}
      >
        <Table sweeps={shown} pointed={pointed} />
      </Section>
    </>
  );
}

function Table({ sweeps, pointed }: { sweeps: readonly SweepView[]; pointed: { value: string | null } }) {
  const { compareHeads: heads } = words;
  return (
    <div class="scroll">
      <table class="compared">
        <thead>
          <tr>
            <th scope="col">{heads.sweep}</th>
            <th scope="col">{words.heads.state}</th>
            <th scope="col">{heads.method}</th>
            {[heads.best, heads.atRun, heads.runs, heads.within, heads.took].map((head) => (
              <th key={head} scope="col" class="n">
                {head}
              </th>
            ))}
            <th scope="col">{heads.parameters}</th>
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <Row key={sweep.key} sweep={sweep} pointed={pointed} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ sweep, pointed }: { sweep: SweepView; pointed: { value: string | null } }) {
  const { best, spark } = sweep;
  const searched = sweep.parameters.filter((parameter) => parameter.kind !== "constant").map(({ path }) => path);
  const near = best && spark.find(([, value]) => Math.abs(value - best.value) <= 0.01 * Math.abs(best.value));
  return (
    <tr
      class={pointed.value === sweep.key ? "h" : ""}
      onPointerEnter={() => {
        pointed.value = sweep.key;
      }}
      onPointerLeave={() => {
        pointed.value = null;
      }}
    >
      <th scope="row">
        <a href={link({ page: "sweep", ref: sweep.key })}>{labelOf(sweep)}</a>
      </th>
      <td>
        <State of={sweep.state} />
      </td>
      <td>{words.method(sweep.method, sweep.early_terminate)}</td>
      <td class="n">
        <b>{best ? written(best.value) : words.none}</b>
      </td>
      <td class="n">
        {best && <a href={link({ page: "run", ref: sweep.key, number: best.number })}>{runName(best.number)}</a>}
      </td>
      <td class="n">
        {count(endedRuns(sweep))}
        {sweep.total !== null && <span class="mute">{words.of(sweep.total)}</span>}
      </td>
      <td class="n">{near ? runName(near[0]) : ""}</td>
      <td class="n">{duration((sweep.ended ?? sweep.changed) - sweep.created)}</td>
      <td title={searched.join(", ")} class="searched">
        {searched.join(", ")}
      </td>
    </tr>
  );
}
