/** What the search believes, what it will try next, and why. */
import { useMemo } from "preact/hooks";
import { metric, percent, value } from "../../data/format";
import type { Guess, Model, Portrait, SweepDetail } from "../../data/model";
import { openSweep } from "../../live/sweep";
import { search as words } from "../../messages/en.search";
import { sweep as sweepWords } from "../../messages/en.sweep";
import { useTitle } from "../../parts/hooks";
import { LoadFailed } from "../../parts/LoadFailed";
import { Section } from "../../parts/Section";
import { TopBar } from "../../parts/TopBar";
import { link } from "../../state/router";
import { SweepHeader } from "../sweep/Header";
import "./search.css";

export default function Search({ of }: { of: string }) {
  const open = useMemo(() => openSweep(of), [of]);
  const sweep = open.sweep.value;
  useTitle(words.title, sweep?.name || sweep?.id, sweep?.project);
  return (
    <>
      <TopBar>
        {sweep && (
          <>
            <a href={link({ page: "home" })}>{sweep.project}</a>
            <i>/</i>
            <a href={link({ page: "sweep", ref: sweep.key })}>{sweep.name || sweep.id}</a>
            <i>/</i>
            <b>{words.title}</b>
          </>
        )}
      </TopBar>
      <main id="main" class="search">
        {open.state.value === "error" ? (
          <LoadFailed title={sweepWords.loadFailed} error={open.error.value} onRetry={() => open.retry()} />
        ) : (
          <SweepHeader open={open} page="search" />
        )}
        {sweep && <Believed sweep={sweep} portrait={open.model("best").value.value} />}
      </main>
    </>
  );
}

function Believed({ sweep, portrait }: { sweep: SweepDetail; portrait: Portrait | null }) {
  if (!portrait) return null;
  const { next, model } = portrait;
  return (
    <div class="grid">
      {!model && <p class="say">{words.tooFew(portrait.have, portrait.needed)}</p>}
      {next ? <ChosenOver sweep={sweep} next={next} model={model} /> : <p class="say">{words.nothingLeft}</p>}
      {model && <Matters model={model} />}
    </div>
  );
}

function ChosenOver({ sweep, next, model }: { sweep: SweepDetail; next: Guess; model: Model | null }) {
  const guesses = [next, ...(model?.alternatives ?? [])];
  const paths = model?.effects.map((effect) => effect.path) ?? Object.keys(next.params);
  return (
    <Section id="chosen-over" title={words.next}>
      <table>
        <thead>
          <tr>
            <th>{words.parameter}</th>
            {guesses.map((_, i) => (
              <th class="n" key={String.fromCharCode(65 + i)}>
                {String.fromCharCode(65 + i)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {paths.map((path) => (
            <tr key={path}>
              <td>{path}</td>
              {guesses.map((guess, i) => (
                <td class="n" key={String.fromCharCode(65 + i)}>
                  {value(guess.params[path])}
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <td>{words.predictedNext(sweep.objective?.name ?? "")}</td>
            {guesses.map((guess, i) => (
              <td class="n" key={String.fromCharCode(65 + i)}>
                {metric(guess.predicted?.mean)}
              </td>
            ))}
          </tr>
          <tr>
            <td>{words.chance}</td>
            {guesses.map((guess, i) => (
              <td class="n" key={String.fromCharCode(65 + i)}>
                {guess.reason.improvement_probability === null
                  ? words.absent
                  : percent(guess.reason.improvement_probability)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </Section>
  );
}

function Matters({ model }: { model: Model }) {
  return (
    <Section id="matters" title={words.matters}>
      <table>
        <tbody>
          {model.effects.map((effect) => (
            <tr key={effect.path}>
              <td>{effect.path}</td>
              <td class="n">{effect.ratio === null ? words.absent : `× ${effect.ratio.toPrecision(3)}`}</td>
              <td>{words.words[effect.words]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
