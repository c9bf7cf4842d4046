/** The parts of the page, in their places: with a model, before there is one, and for methods that have none. */
import { search as words } from "../../messages/en.search";
import { sweep as sweepWords } from "../../messages/en.sweep";
import { CopyCommand } from "../../parts/Copy";
import { Section } from "../../parts/Section";
import { Failed } from "../sweep/Guard";
import type { SweepModel } from "../sweep/model";
import { Believes } from "./panels/Believes";
import { ChosenOver } from "./panels/ChosenOver";
import { Gain } from "./panels/Gain";
import { Good } from "./panels/Good";
import { Looked } from "./panels/Looked";
import { Matters } from "./panels/Matters";
import { Next } from "./panels/Next";
import { NoModel } from "./panels/NoModel";
import type { Picture } from "./picture";
import type { Sight } from "./sight";

interface Props {
  page: SweepModel;
  sight: Sight | null;
  picture: Picture;
}

export function Panels({ page, sight, picture }: Props) {
  if (!sight) return <Waiting page={page} picture={picture} />;
  const { model, portrait } = sight;
  return (
    <div class={model ? "grid" : "grid few"} aria-busy={picture.waits}>
      <Believes sight={sight} picture={picture} />
      {sight.runs.count === 0 && sight.open && (
        <p class="start">
          {sweepWords.noRunsStart}
          <CopyCommand text={sight.sweep.agent_command} />
        </p>
      )}
      {!model && <NoModel sight={sight} />}
      <Next sight={sight} />
      {portrait.next && <ChosenOver sight={sight} next={portrait.next} />}
      {model && (
        <>
          <Gain sight={sight} />
          <Good sight={sight} />
          <Looked sight={sight} model={model} />
          <Matters sweep={sight.sweep} model={model} />
        </>
      )}
    </div>
  );
}

/** The first picture takes a second or two: a process is started for it. Heads stand where they will be. */
function Waiting({ page, picture }: { page: SweepModel; picture: Picture }) {
  return (
    <div class="grid waiting" aria-busy="true">
      <Section id="s-believes" title={words.believes}>
        <div class="first">
          {picture.error ? (
            <Failed message={`${words.failed} ${picture.error.message}`} again={() => page.open.retry()} />
          ) : (
            <p class="say" role="status">
              {page.seen.value ? words.waiting : ""}
            </p>
          )}
        </div>
      </Section>
      {LATER.map(([id, title]) => (
        <Section key={id} id={id} title={title} />
      ))}
    </div>
  );
}

const LATER = [
  ["s-next", words.next],
  ["s-chosen", words.chosenOver],
  ["s-gain", words.left],
  ["s-good", words.good],
  ["s-looked", words.looked],
  ["s-matters", words.matters],
] as const;
