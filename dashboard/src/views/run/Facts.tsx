/** The figures of a run in one line: what it reached, where that stands, what it took, what was expected. */
import { duration, metric, NONE } from "../../data/format";
import { own } from "../../data/own";
import { likely } from "../../data/prediction";
import { gap } from "../../data/standing";
import { run as words } from "../../messages/en.run";
import { CopyCommand } from "../../parts/Copy";
import { Fact, FactLine } from "../../parts/FactLine";
import { useNow } from "../sweep/now";
import { isBest, type Sight } from "./sight";

export function Facts({ sight }: { sight: Sight }) {
  return (
    <FactLine>
      <Objective sight={sight} />
      <Beside sight={sight} />
      <Rank sight={sight} />
      <Time sight={sight} />
      <Predicted sight={sight} />
      <Rerun sight={sight} />
    </FactLine>
  );
}

function Objective({ sight }: { sight: Sight }) {
  const { run, metric: name, active } = sight;
  if (!name) return null;
  return (
    <Fact
      name={active ? words.soFar(name) : words.bestOf(name)}
      large
      value={<span class={isBest(sight) ? "first" : ""}>{metric(run.best)}</span>}
    />
  );
}

function Beside({ sight: { run, beside, metric: name } }: { sight: Sight }) {
  if (!beside) return null;
  const value = own(run.best_row, beside) ?? own(run.summary, beside);
  return (
    <Fact
      name={beside}
      large={name !== null || typeof value === "number"}
      value={typeof value === "number" ? metric(value) : NONE}
    />
  );
}

function Rank({ sight }: { sight: Sight }) {
  const { run, standing, active } = sight;
  if (!standing) return null;
  if (standing.rank === null) return <Fact name={words.rank} value={words.noRank} />;
  return (
    <Fact
      name={words.rank}
      note={distance(run.best, standing.bestValue, isBest(sight))}
      value={words.rankOf(standing.rank, standing.of, active)}
    />
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
  if (run.started === null) return <Fact name={words.time} value={words.notStarted} />;
  const taken = Math.max(0, (run.ended ?? now) - run.started);
  const each = run.rows > 0 ? words.perRow(taken / run.rows, planned?.epochs ?? false) : "";
  return <Fact name={words.time} note={each} value={duration(taken, true)} />;
}

function Predicted({ sight: { run, metric: name, goal } }: { sight: Sight }) {
  if (!name || !run.reason) return null;
  const { predicted, source } = run.reason;
  if (!predicted) {
    const why = source === "sobol" || source === "gp" ? words.noModelYet : words.notFromModel;
    return <Fact name={words.predicted(name)} note={why} value={words.noPrediction} />;
  }
  const { low, high } = likely(predicted, goal);
  return (
    <Fact name={words.predicted(name)} note={words.range(metric(low), metric(high))} value={metric(predicted.mean)} />
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
