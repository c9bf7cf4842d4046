/** The next suggestion beside what it was chosen over and the best run: what differs, and what each promises. */
import { metric, percent, runName, value } from "../../../data/format";
import type { Guess, Json, Params } from "../../../data/model";
import { share, search as words } from "../../../messages/en.search";
import { Section } from "../../../parts/Section";
import { ExportMenu } from "../../saving/Export";
import { guessesOf, type Named } from "../guesses";
import type { Sight } from "../sight";
import { shareOf, unitOf } from "../unit";
import { guessValues } from "../values";
import { More, shownOf } from "./Shown";

export function ChosenOver({ sight, next }: { sight: Sight; next: Guess }) {
  const { best, model } = sight;
  const guesses = guessesOf(sight, next);
  const bestParams = paramsOfBest(sight);
  const paths = pathsOf(sight, guesses);
  return (
    <Section
      id="s-chosen"
      title={guesses.length > 1 ? words.chosenOver : words.configuration}
      note={best && words.bold}
      controls={
        <ExportMenu
          name={`${sight.sweep.id}-suggestions`}
          values={() => guessValues(guesses, best && bestParams && { ...best, params: bestParams })}
        />
      }
    >
      <table class="guesses">
        <thead>
          <tr>
            <th scope="col">{words.parameter}</th>
            {guesses.map(({ name }, i) => (
              <th class={i === 0 ? "n own" : "n"} scope="col" key={name}>
                {name}
              </th>
            ))}
            {best && (
              <th class="n" scope="col">
                {runName(best.number)}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shownOf(paths).map((path) => (
            <Row key={path} path={path} guesses={guesses} best={bestParams} />
          ))}
        </tbody>
        {model && <Promises sight={sight} guesses={guesses} />}
      </table>
      <More all={paths.length} ordered={model !== null} />
    </Section>
  );
}

/** What matters most first; constants say nothing. */
function pathsOf({ model, sweep }: Sight, guesses: readonly Named[]): string[] {
  if (model) return model.effects.map(({ path }) => path);
  const constant = new Set(sweep.parameters.filter(({ kind }) => kind === "constant").map(({ path }) => path));
  return Object.keys(guesses[0]!.guess.params).filter((path) => !constant.has(path));
}

function paramsOfBest({ best, page }: Sight): Params | null {
  const table = page.seen.value?.table;
  return best && table ? table.paramsAt(best.row) : null;
}

function Row({ path, guesses, best }: { path: string; guesses: readonly Named[]; best: Params | null }) {
  return (
    <tr>
      <th scope="row" title={path}>
        {path}
      </th>
      {guesses.map(({ name, guess }) => {
        const own = guess.params[path];
        const differs = best !== null && !alike(own, best[path]);
        return (
          <td key={name} class={differs ? "n diff" : "n same"} title={value(own)}>
            {value(own)}
          </td>
        );
      })}
      {best && (
        <td class="n" title={value(best[path])}>
          {value(best[path])}
        </td>
      )}
    </tr>
  );
}

/** Numbers that are written alike count as the same. */
function alike(a: Json | undefined, b: Json | undefined): boolean {
  return value(a) === value(b) && typeof a === typeof b;
}

function Promises({ sight, guesses }: { sight: Sight; guesses: readonly Named[] }) {
  const { best, runs, goal } = sight;
  const unit = unitOf(runs.value, goal);
  const gain = (guess: Guess) =>
    best ? percent(shareOf(guess.reason.expected_improvement ?? 0, unit, best.value), 1) : words.absent;
  return (
    <tbody class="promises">
      <tr>
        <th scope="row">{words.predicted}</th>
        {guesses.map(({ name, guess }) => (
          <td class="n med" key={name}>
            {metric(guess.predicted?.mean)}
          </td>
        ))}
        {best && (
          <td class="n med" title={words.measured}>
            {metric(best.value)}
          </td>
        )}
      </tr>
      <PromiseRow name={words.chance} guesses={guesses} best={best !== null} of={chanceOf} />
      <PromiseRow name={words.gain} guesses={guesses} best={best !== null} of={gain} />
    </tbody>
  );
}

function chanceOf({ reason }: Guess): string {
  return reason.improvement_probability === null ? words.absent : share(reason.improvement_probability);
}

function PromiseRow(props: { name: string; guesses: readonly Named[]; best: boolean; of: (guess: Guess) => string }) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      {props.guesses.map(({ name, guess }, i) => (
        <td class={i === 0 ? "n med" : "n"} key={name}>
          {props.of(guess)}
        </td>
      ))}
      {props.best && <td />}
    </tr>
  );
}
