/** The line of facts under the head: best value, progress, time left, agents, and the command that adds one. */
import { count, duration, metric, moment, rate, runName, timeOfDay, value } from "../../data/format";
import type { ParameterView, SweepDetail } from "../../data/model";
import { sweep as words } from "../../messages/en.sweep";
import { CopyCommand } from "../../parts/Copy";
import { Fact, FactLine } from "../../parts/FactLine";
import { State } from "../../parts/State";
import { link } from "../../state/router";
import type { SweepModel } from "./model";
import { useNow } from "./now";
import { isOpen, outcome, timeLeft } from "./progress";

export function Facts({ model }: { model: SweepModel }) {
  const sweep = model.sweep.value;
  if (!sweep) return <FactLine />;
  return (
    <FactLine>
      <Best model={model} sweep={sweep} />
      <Progress sweep={sweep} />
      <TimeLeft model={model} sweep={sweep} />
      <Agents model={model} sweep={sweep} />
      <div>
        <dt>{sweep.alive || !isOpen(sweep) ? words.addAgent : words.startAgent}</dt>
        <dd>
          {isOpen(sweep) ? <CopyCommand text={sweep.agent_command} /> : <span class="mute">{words.noLonger}</span>}
        </dd>
      </div>
    </FactLine>
  );
}

/** More parameters than this would push the other facts away; the run's page has them all. */
const SHOWN_PARAMETERS = 8;

function Best({ model, sweep }: { model: SweepModel; sweep: SweepDetail }) {
  const { best } = sweep;
  const table = model.seen.value?.table;
  const row = best && table ? table.row(best.number) : -1;
  const own = sweep.objective?.name ?? model.objective;
  const name = best && isOpen(sweep) ? words.bestSoFar : words.best(own);
  const parameters = model.parameters.value.slice(0, SHOWN_PARAMETERS);
  return (
    <div class="best">
      <dt title={own}>
        {name}
        {best && (
          <>
            {" · "}
            <a class="ink" href={link({ page: "run", ref: sweep.key, number: best.number })}>
              {runName(best.number)}
            </a>
          </>
        )}
      </dt>
      <dd class={best ? "v" : "v none"}>{best ? metric(best.value) : words.noneYet}</dd>
      <dd class="ps">
        {parameters.map((parameter) => (
          <span key={parameter.path} title={parameter.path}>
            {lastPart(parameter.path)}
            {row >= 0 && table ? (
              <b>{value(table.paramAt(parameter.path, row))}</b>
            ) : (
              <span class="ink2">{spaceOf(parameter)}</span>
            )}
          </span>
        ))}
      </dd>
    </div>
  );
}

/** The last part of a nested name says enough where there is little room. */
function lastPart(path: string): string {
  return path.split(".").at(-1) ?? path;
}

function spaceOf({ values, min, max }: ParameterView): string {
  if (values) return words.values(values.length);
  return min !== null && max !== null ? words.to(rate(min), rate(max)) : "";
}

function Progress({ sweep }: { sweep: SweepDetail }) {
  const { total } = sweep;
  const of = outcome(sweep.counts);
  const said = total === null ? words.doneOnly(count(of.done)) : words.of(count(of.done), count(total));
  const parts = [
    words.outcome.finished(of.finished),
    ...(of.stopped ? [words.outcome.stopped(of.stopped)] : []),
    ...(of.failed ? [words.outcome.failed(of.failed)] : []),
    ...(of.canceled ? [words.outcome.canceled(of.canceled)] : []),
  ];
  return (
    <div>
      <dt>{words.progress}</dt>
      <dd>
        <span class="med">{said.done}</span>
        {said.rest}
        {of.running > 0 && ` · ${words.running(of.running)}`}
        {of.waiting > 0 && ` · ${words.waiting(of.waiting)}`}
      </dd>
      <dd>
        <ProgressBar sweep={sweep} />
      </dd>
      <dd class="fact-note" title={parts.join(", ")}>
        {parts.join(", ")}
      </dd>
    </div>
  );
}

function ProgressBar({ sweep }: { sweep: SweepDetail }) {
  const of = outcome(sweep.counts);
  const most = Math.max(sweep.total ?? 0, of.done + of.running, 1);
  const left = Math.max(0, most - of.done - of.running);
  const parts = { finished: of.finished, stopped: of.stopped, failed: of.failed, canceled: of.canceled };
  return (
    <div
      class="prog"
      role="progressbar"
      aria-label={words.runsDone}
      aria-valuemin={0}
      aria-valuenow={of.done}
      aria-valuemax={most}
    >
      {Object.entries({ ...parts, running: of.running, left }).map(
        ([name, n]) => n > 0 && <i key={name} class={name} style={{ flex: n }} />,
      )}
    </div>
  );
}

function TimeLeft({ model, sweep }: { model: SweepModel; sweep: SweepDetail }) {
  const now = useNow(isOpen(sweep));
  const table = model.seen.value?.table;
  if (!isOpen(sweep)) {
    const ended = sweep.ended ?? sweep.changed;
    return <Fact name={words.took} value={duration(ended - sweep.created)} note={words.ended(moment(ended))} />;
  }
  const [text, note] = sayLeft(sweep, table ? timeLeft(sweep, table, now) : { kind: "unknown" }, now);
  return <Fact name={words.timeLeft} value={text} note={note} />;
}

function sayLeft(sweep: SweepDetail, left: ReturnType<typeof timeLeft>, now: number): [string, string] {
  const say = words.left;
  if (sweep.state === "paused") return [say.paused, say.pausedNote];
  if (outcome(sweep.counts).done === 0) return [say.unknown, say.firstRun];
  switch (left.kind) {
    case "about":
      return [say.about(duration(left.seconds)), say.ends(timeOfDay(now + left.seconds))];
    case "unlimited":
      return [say.unlimited, say.unlimitedNote];
    case "idle":
      return [say.idle, say.idleNote];
    case "done":
      return [say.about(duration(0)), ""];
    case "unknown":
      return [say.unknown, say.unknownNote];
  }
}

function Agents({ model, sweep }: { model: SweepModel; sweep: SweepDetail }) {
  const open = isOpen(sweep);
  if (sweep.alive === 0) {
    const started = outcome(sweep.counts).done > 0;
    const note = open ? words.oneIsEnough : words.allDone;
    return <Fact name={words.agents} value={open && !started ? words.noAgents : words.noneAlive} note={note} />;
  }
  return (
    <Fact name={words.agents} value={<State of="alive" word={words.alive(sweep.alive)} />} note={hostsOf(model)} />
  );
}

/** The hosts of the agents that have runs in hand. */
function hostsOf(model: SweepModel): string {
  const table = model.seen.value?.table;
  if (!table) return "";
  const hosts = new Set<string>();
  for (let row = 0; row < table.count; row++) {
    if (table.stateAt(row) === "running") hosts.add(hostOf(table.restAt(row).agent));
  }
  return [...hosts].join(", ");
}

/** An agent's id is its host, then what tells it from the host's other agents. */
export function hostOf(agent: string): string {
  return agent.replace(/-[0-9a-f]{8}$/, "");
}
