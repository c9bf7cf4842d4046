/** Beside the sweeps: who works, what happened today, where everything is kept. */
import { bytes, duration, fullTime, runName, timeOfDay } from "../../data/format";
import type { AgentView, SweepView } from "../../data/model";
import type { Event } from "../../data/today";
import type { OpenHome } from "../../live/home";
import { home as words } from "../../messages/en.home";
import type { Words } from "../../messages/rich";
import { CopyCommand } from "../../parts/Copy";
import { Said } from "../../parts/Said";
import { State } from "../../parts/State";
import { link } from "../../state/router";
import { useNow } from "../sweep/now";
import { labelOf } from "./list";
import { useToday } from "./useToday";

export function Aside({ open, sweeps }: { open: OpenHome; sweeps: readonly SweepView[] }) {
  return (
    <aside>
      <Agents agents={open.agents.value} sweeps={sweeps} />
      <Today open={open} sweeps={sweeps} />
      <Store open={open} sweeps={sweeps} />
    </aside>
  );
}

// -- agents ----------------------------------------------------------------------------------------------------------

function Agents({ agents, sweeps }: { agents: readonly AgentView[]; sweeps: readonly SweepView[] }) {
  const newest = [...sweeps].sort((a, b) => b.created - a.created);
  const next = newest.find((sweep) => sweep.state === "running") ?? newest.find((sweep) => sweep.state === "pending");
  return (
    <section aria-labelledby="agents-title">
      <h2 id="agents-title">{words.agents}</h2>
      {agents.length === 0 && <p class="mute">{words.noAgents}</p>}
      <ul>
        {grouped(agents).map((group) => (
          <AgentGroup key={`${group[0]!.host} ${group[0]!.alive}`} group={group} sweeps={sweeps} />
        ))}
      </ul>
      {next && (
        <>
          <p class="mute add">{words.addAgent(labelOf(next))}</p>
          <CopyCommand text={next.agent_command} />
        </>
      )}
    </section>
  );
}

/** Agents of one host that are alike stand in one line. */
function grouped(agents: readonly AgentView[]): AgentView[][] {
  const groups = new Map<string, AgentView[]>();
  for (const agent of agents) {
    const key = `${agent.alive ? 0 : 1} ${agent.host} ${agent.sweeps.join(" ")}`;
    groups.set(key, [...(groups.get(key) ?? []), agent]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function AgentGroup({ group, sweeps }: { group: AgentView[]; sweeps: readonly SweepView[] }) {
  const now = useNow(true);
  const [agent] = group as [AgentView];
  const sweep = sweeps.find((one) => agent.sweeps.includes(one.key));
  const runs = group.reduce((sum, one) => sum + one.runs.length, 0);
  const doing = sweep ? words.working(labelOf(sweep), runs) : words.idle;
  const silent = agent.seen === null ? words.lostAgent : words.noSign(duration(now - agent.seen));
  return (
    <li class="agent" title={group.map((one) => one.id).join("\n")}>
      <State of={agent.alive ? "alive" : "lost"} word={words.manyAgents(agent.host, group.length)} />
      {agent.alive ? <span class="mute">{doing}</span> : <span class="st failed">{silent}</span>}
    </li>
  );
}

// -- today -----------------------------------------------------------------------------------------------------------

function Today({ open, sweeps }: { open: OpenHome; sweeps: readonly SweepView[] }) {
  const events = useToday(open, sweeps);
  return (
    <section aria-labelledby="today-title">
      <h2 id="today-title">{words.today}</h2>
      {events.length === 0 && <p class="mute">{words.quiet}</p>}
      <ol class="events">
        {events.map((event) => (
          <li key={`${event.sweep.key} ${event.what} ${event.number} ${event.time}`}>
            <time title={fullTime(event.time)}>{timeOfDay(event.time)}</time>
            <a href={addressOf(event)}>
              <Said words={eventWords(event)} />
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function addressOf(event: Event): string {
  const ref = event.sweep.key;
  return event.number === null ? link({ page: "sweep", ref }) : link({ page: "run", ref, number: event.number });
}

function eventWords({ what, sweep, number, value, error }: Event): Words {
  const { events } = words;
  const run = number === null ? "" : runName(number);
  switch (what) {
    case "best":
      return events.best(sweep.label, value ?? Number.NaN, run);
    case "failed":
      return events.failed(sweep.label, run, shortened(error));
    case "lost":
      return events.lost(sweep.label, run);
    case "state":
      return events.state[sweep.state](sweep.label, words.reasons[sweep.reason] ?? sweep.reason);
    default:
      return events[what](sweep.label);
  }
}

const LONGEST = 80;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

// -- store -----------------------------------------------------------------------------------------------------------

function Store({ open, sweeps }: { open: OpenHome; sweeps: readonly SweepView[] }) {
  const status = open.status.value;
  if (!status) return null;
  const runs = sweeps.reduce((sum, { counts }) => sum + Object.values(counts).reduce((all, n) => all + n, 0), 0);
  return (
    <section aria-labelledby="store-title">
      <h2 id="store-title">{words.store}</h2>
      <p class="ink2">{words.storeFacts(status.store.kind, bytes(status.store.bytes), runs)}</p>
      <p class="mute path" title={status.directory}>
        {status.directory}
      </p>
      <p class="mute">
        {words.version(status.version)} · {status.host}
      </p>
    </section>
  );
}
