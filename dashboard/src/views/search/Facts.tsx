/** The line of facts: what the next run promises, how often the model was right, and what it knows. */
import type { ComponentChildren } from "preact";
import { count, metric, runName } from "../../data/format";
import type { Guess, Model } from "../../data/model";
import { share, search as texts } from "../../messages/en.search";
import { leftOut, verdictOf } from "./judging";
import type { Best, Sight } from "./sight";
import { shareOf, unitOf } from "./unit";

const words = texts.facts;

interface FactProps {
  name: string;
  value: ComponentChildren;
  note?: string;
  /** The first figure of the page is the largest one. */
  large?: boolean;
}

function Fact({ name, value, note, large }: FactProps) {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd class={large ? "v" : "m"}>{value}</dd>
      {note && (
        <dd class="fact-note" title={note}>
          {note}
        </dd>
      )}
    </div>
  );
}

export function Facts({ sight }: { sight: Sight | null }) {
  if (!sight) return <dl class="facts" aria-busy="true" />;
  const { model, portrait, best } = sight;
  return (
    <dl class="facts">
      {model && portrait.next?.predicted && best ? (
        <Promised sight={sight} next={portrait.next} best={best} />
      ) : (
        <Unknown sight={sight} />
      )}
      {model ? <SoFar sight={sight} /> : <Fact name={words.soFar} value={<Quiet>{words.nothing}</Quiet>} />}
      {model ? <Fitted model={model} /> : <Ended sight={sight} />}
    </dl>
  );
}

function Quiet({ children }: { children: ComponentChildren }) {
  return <span class="quiet">{children}</span>;
}

function Promised({ sight, next, best }: { sight: Sight; next: Guess; best: Best }) {
  const { runs, goal, better, metric: name, nextNumber } = sight;
  const unit = unitOf(runs.value, goal);
  const gain = shareOf(next.reason.expected_improvement ?? 0, unit, best.value);
  const of = unit.kind === "way" ? runName(best.number) : metric(best.value);
  const predicted = next.predicted!;
  return (
    <>
      <Fact
        large
        name={words.expected}
        value={
          <>
            {share(gain)} <small>{words.gain[unit.kind](of, better === "lower")}</small>
          </>
        }
      />
      <Fact
        name={words.chance}
        value={share(next.reason.improvement_probability ?? 0)}
        note={words.betterThan(runName(best.number))}
      />
      <Fact
        name={words.predicted(name, runName(nextNumber))}
        value={metric(predicted.mean)}
        note={words.eightInTen(metric(predicted.low), metric(predicted.high))}
      />
    </>
  );
}

/** Before there is a model, without one, and when nothing is left to try. */
function Unknown({ sight }: { sight: Sight }) {
  const { best, metric: name, nextNumber, portrait, model } = sight;
  const known = best ? words.bestSoFar(metric(best.value), runName(best.number)) : words.noBest;
  const why = !portrait.next ? words.nothingLeft : portrait.needed > 0 && !model ? words.covering : words.never;
  return (
    <>
      <Fact large name={words.expected} value={<Quiet>{words.unknown}</Quiet>} />
      <Fact name={words.chance} value={<Quiet>{words.unknown}</Quiet>} note={known} />
      <Fact
        name={name ? words.predicted(name, runName(nextNumber)) : words.expected}
        value={<Quiet>{words.noModel}</Quiet>}
        note={why}
      />
    </>
  );
}

function SoFar({ sight }: { sight: Sight }) {
  const { inside, count: n } = verdictOf(leftOut(sight));
  return <Fact name={words.soFar} value={words.inside(inside, n)} note={words.promised} />;
}

function Fitted({ model }: { model: Model }) {
  const { fitted, of, stopped, failed } = model;
  const notes = [
    ...(fitted < of ? [words.subset] : []),
    ...(stopped ? [words.stopped(stopped)] : []),
    ...(failed ? [words.failed(failed)] : []),
  ];
  return (
    <Fact
      name={words.fitted}
      value={fitted < of ? words.ofRuns(fitted, of) : words.runs(fitted)}
      note={notes.join(", ")}
    />
  );
}

function Ended({ sight }: { sight: Sight }) {
  const { finished, stopped } = sight.sweep.counts;
  const { needed } = sight.portrait;
  return (
    <Fact
      name={words.ended}
      value={`${count(finished + stopped)}`}
      {...(needed ? { note: words.startsAt(needed) } : {})}
    />
  );
}
