/** The sweeps of one project. */
import { ago, count, fullTime, metric } from "../../data/format";
import type { SweepView } from "../../data/model";
import { home as words } from "../../messages/en.home";
import { Spark } from "../../parts/Spark";
import { State } from "../../parts/State";
import { link } from "../../state/router";
import { ExportMenu } from "../saving/Export";
import { endedRuns, labelOf, type Project } from "./list";
import { valuesOf } from "./values";

export function ProjectTable({ project }: { project: Project }) {
  const { name, sweeps } = project;
  const { heads } = words;
  const titleId = `project-${name}`;
  return (
    <section aria-labelledby={titleId}>
      <header class="proj">
        <h2 id={titleId}>{name || words.noProject}</h2>
        <span class="mute">{words.sweepsOf(sweeps.length)}</span>
        <span class="sp" />
        <ExportMenu name={name || "sweeps"} values={() => valuesOf(sweeps)} />
        {sweeps.length > 1 && (
          <a class="tx" href={link({ page: "compare", project: name })}>
            {words.compare}
          </a>
        )}
      </header>
      <table class="sweeps">
        <thead>
          <tr>
            {[heads.sweep, heads.state, heads.runs, heads.spark].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col" class="n">
              {heads.best}
            </th>
            <th scope="col">{heads.agents}</th>
            <th scope="col">{heads.changed}</th>
          </tr>
        </thead>
        <tbody>
          {sweeps.map((sweep) => (
            <SweepRow key={sweep.key} sweep={sweep} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SweepRow({ sweep }: { sweep: SweepView }) {
  const reason = words.reasons[sweep.state_reason] ?? sweep.state_reason;
  return (
    <tr>
      <th scope="row">
        <a class="name" href={link({ page: "sweep", ref: sweep.key })}>
          {labelOf(sweep)}
        </a>
        <span class="under">
          {words.method(sweep.method, sweep.early_terminate)}
          {sweep.tags.map((tag) => (
            <span key={tag} class="tag">
              {tag}
            </span>
          ))}
        </span>
      </th>
      <td>
        <State of={sweep.state} />
        {reason && (
          <span class="under" title={reason}>
            {reason}
          </span>
        )}
      </td>
      <td>
        <Progress sweep={sweep} />
      </td>
      <td>
        <BestSoFar sweep={sweep} />
      </td>
      <td class="n">
        <Best sweep={sweep} />
      </td>
      <td>
        {sweep.alive ? <State of="alive" word={words.alive(sweep.alive)} /> : <span class="mute">{words.none}</span>}
      </td>
      <td class="mute">
        <time title={fullTime(sweep.changed)}>{ago(sweep.changed)}</time>
      </td>
    </tr>
  );
}

function Progress({ sweep }: { sweep: SweepView }) {
  const { counts, total } = sweep;
  const failed = counts.failed + counts.crashed + counts.canceled;
  const done = endedRuns(sweep);
  const parts: [string, number][] = [
    ["finished", counts.finished],
    ["stopped", counts.stopped],
    ["failed", failed],
    ["running", counts.running],
    ["rest", Math.max(0, (total ?? 0) - done - counts.running)],
  ];
  return (
    <>
      {count(done)}
      <span class="mute">{total === null ? words.noLimit : words.of(total)}</span>
      <span class="bar" role="img" aria-label={words.outcomes(counts.finished, counts.stopped, failed, counts.running)}>
        {parts.map(([kind, n]) => n > 0 && <i key={kind} class={kind} style={{ flexGrow: n }} />)}
      </span>
    </>
  );
}

function BestSoFar({ sweep }: { sweep: SweepView }) {
  const { spark, total, state } = sweep;
  if (spark.length === 0) return <span class="mute">{words.noValue}</span>;
  const values = spark.map(([, value]) => value);
  const log = values.every((value) => value > 0);
  const most = Math.max(total ?? 0, spark.at(-1)![0], 2);
  return (
    <Spark
      class={`steps ${state === "running" ? "going" : ""}`}
      steps
      values={log ? values.map(Math.log) : values}
      places={spark.map(([number]) => (number - 1) / (most - 1))}
      label={words.sparkLabel(metric(values.at(-1)))}
    />
  );
}

function Best({ sweep }: { sweep: SweepView }) {
  const { objective, best } = sweep;
  if (!objective) return <span class="mute">{words.none}</span>;
  const lower = objective.goal === "minimize";
  return (
    <>
      <b>{best ? metric(best.value) : words.none}</b>
      <span class="under">
        {objective.name} <span aria-hidden="true">{lower ? words.lower : words.higher}</span>
        <span class="vh">{lower ? words.lowerLabel : words.higherLabel}</span>
      </span>
    </>
  );
}
