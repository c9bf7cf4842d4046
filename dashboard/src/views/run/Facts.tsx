/** The figures of a run in one line: what it reached, where that stands, what it took, what was expected. */
import type { ComponentChildren } from "preact";
import { duration, metric, NONE } from "../../data/format";
import { own } from "../../data/own";
import { likely } from "../../data/prediction";
import { gap } from "../../data/standing";
import { run as words } from "../../messages/en.run";
import { CopyCommand } from "../../parts/Copy";
import { useNow } from "../sweep/now";
import { isBest, type Sight } from "./sight";

export function Facts({ sight }: { sight: Sight }) {
  return (
    <dl class="facts">
      <Objective sight={sight} />
      <Beside sight={sight} />
      <Rank sight={sight} />
      <Time sight={sight} />
      <Predicted sight={sight} />
      <Rerun sight={sight} />
    </dl>
  );
}

function Fact(props: { title: string; note?: ComponentChildren; big?: boolean; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.title}</dt>
      <dd class={props.big ? "big" : ""}>{props.children}</dd>
      {props.note && <dd class="note">{props.note}</dd>}
    </div>
  );
}

function Objective({ sight }: { sight: Sight }) {
  const { run, metric: name, active } = sight;
  if (!name) return null;
  return (
    <Fact title={active ? words.soFar(name) : words.bestOf(name)} big>
      <span class={isBest(sight) ? "first" : ""}>{metric(run.best)}</span>
    </Fact>
  );
}

function Beside({ sight: { run, beside, metric: name } }: { sight: Sight }) {
  if (!beside) return null;
  const value = own(run.best_row, beside) ?? own(run.summary, beside);
  return (
    <Fact title={beside} big={name !== null || typeof value === "number"}>
      {typeof value === "number" ? metric(value) : NONE}
    </Fact>
  );
}

function Rank({ sight }: { sight: Sight }) {
  const { run, standing, active } = sight;
  if (!standing) return null;
  if (standing.rank === null) return <Fact title={words.rank}>{words.noRank}</Fact>;
  return (
    <Fact title={words.rank} note={distance(run.best, standing.bestValue, isBest(sight))}>
      {words.rankOf(standing.rank, standing.of, active)}
    </Fact>
  );
}

function distance(value: number | null, best: number | null, first: boolean): string {
  if (first || value === null || best === null) return words.theBest;
  const apart = gap(value, best);
  if (apart.size === 0) return words.asTheBest;
  return apart.kind === "share" ? words.share(apart.size, apart.above) : words.difference(apart.size, apart.above);
}

function Time({ sight: { run, planned, active } }: { sight: Sight }) {
  const now = useNow(active && run.started !== null);
  if (run.started === null) return <Fact title={words.time}>{words.notStarted}</Fact>;
  const taken = Math.max(0, (run.ended ?? now) - run.started);
  const each = run.rows > 0 ? words.perRow(taken / run.rows, planned?.epochs ?? false) : "";
  return (
    <Fact title={words.time} note={each}>
      {duration(taken, true)}
    </Fact>
  );
}

function Predicted({ sight: { run, metric: name, goal } }: { sight: Sight }) {
  if (!name || !run.reason) return null;
  const { predicted, source } = run.reason;
  if (!predicted) {
    const why = source === "sobol" || source === "gp" ? words.noModelYet : words.notFromModel;
    return (
      <Fact title={words.predicted(name)} note={why}>
        {words.noPrediction}
      </Fact>
    );
  }
  const { low, high } = likely(predicted, goal);
  return (
    <Fact title={words.predicted(name)} note={words.range(metric(low), metric(high))}>
      {metric(predicted.mean)}
    </Fact>
  );
}

function Rerun({ sight: { run, sweep } }: { sight: Sight }) {
  if (!sweep || run.number === null) return <div />;
  return (
    <div class="rerun">
      <dt>{words.rerun}</dt>
      <dd>
        <CopyCommand text={`varre rerun ${sweep.id}/${run.number}`} />
      </dd>
    </div>
  );
}
