/** The line of facts: what the next run promises, how often the model was right, and what it knows. */
import type { ComponentChildren } from "preact";
import { metric, runName } from "../../data/format";
import type { Band, Guess, Model } from "../../data/model";
import { share, search as texts } from "../../messages/en.search";
import { Fact, FactLine } from "../../parts/FactLine";
import { leftOut, verdictOf } from "./judging";
import type { Best, Sight } from "./sight";
import { shareOf, unitOf } from "./unit";

const words = texts.facts;

export function Facts({ sight }: { sight: Sight | null }) {
  if (!sight) return <FactLine />;
  const { model } = sight;
  return <FactLine>{model ? <Modelled sight={sight} model={model} /> : <Unmodelled sight={sight} />}</FactLine>;
}

function Modelled({ sight, model }: { sight: Sight; model: Model }) {
  const { next } = sight.portrait;
  const { best } = sight;
  return (
    <>
      {next?.predicted && best ? (
        <Promised sight={sight} next={next} predicted={next.predicted} best={best} />
      ) : (
        <Fact large name={words.expected} value={<Quiet>{words.nothingLeft}</Quiet>} />
      )}
      <SoFar sight={sight} />
      <Fitted model={model} />
    </>
  );
}

/** Before there is a model, and without one. */
function Unmodelled({ sight }: { sight: Sight }) {
  const { best, portrait, sweep } = sight;
  const learns = portrait.needed > 0;
  return (
    <>
      <Fact large name={words.expected} value={<Quiet>{learns ? words.unknown : words.never}</Quiet>} />
      <Fact
        name={words.bestSoFar}
        value={best ? metric(best.value) : <Quiet>{words.noBest}</Quiet>}
        {...(best ? { note: runName(best.number) } : {})}
      />
      <Fact name={words.ended} value={words.runs(sweep.counts.finished + sweep.counts.stopped)} />
      <Fact
        name={words.model}
        value={<Quiet>{learns ? words.noModel : words.none}</Quiet>}
        note={learns ? words.startsAt(portrait.needed) : words.learnsNot(sweep.method)}
      />
    </>
  );
}

function Quiet({ children }: { children: ComponentChildren }) {
  return <span class="quiet">{children}</span>;
}

function Promised(props: { sight: Sight; next: Guess; predicted: Band; best: Best }) {
  const { sight, next, predicted, best } = props;
  const { runs, goal, better, metric: name, nextNumber } = sight;
  const unit = unitOf(runs.value, goal);
  const gain = shareOf(next.reason.expected_improvement ?? 0, unit, best.value);
  const of = unit.kind === "way" ? runName(best.number) : metric(best.value);
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
