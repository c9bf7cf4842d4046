/** Where the other parameters stand along each one: as in the best run, in any other, or averaged over. */
import { runName } from "../../../data/format";
import { canChange } from "../../../live/sweep";
import { search as texts } from "../../../messages/en.search";
import { Choice, Word } from "../../../parts/Button";
import { selection } from "../../../state/selection";
import { chooseOthers, chosenOthers, type Others, othersOf, type Picture } from "../picture";
import type { Sight } from "../sight";

const words = texts.others;

export function OthersChoice({ sight, picture }: { sight: Sight; picture: Picture }) {
  const others = chosenOthers.value;
  const pinned = selection.value.pinned.at(-1);
  const numbers = [...new Set([others, pinned])].filter((number): number is number => typeof number === "number");
  return (
    <span class="others">
      <span class="mute">{words.said}</span>
      <Choice
        label={words.label}
        value={String(others)}
        onChoose={(chosen) => chooseOthers(othersOf(chosen))}
        options={[
          { value: "best", label: words.best(bestBase(sight, others)) },
          // A report carries what was asked for when it was made.
          ...(canChange ? numbers.map((number) => ({ value: String(number), label: labelOf(number, pinned) })) : []),
          { value: "average", label: words.average },
        ]}
      />
      {canChange && <ByNumber most={sight.nextNumber - 1} />}
      {picture.error && <Refused others={others} message={picture.error.message} />}
    </span>
  );
}

/** The run that the others are as in: the model's best one, of those that ended. */
function bestBase({ model, best }: Sight, others: Others): number | null {
  return (others === "best" ? model?.base : best?.number) ?? null;
}

function labelOf(number: number, pinned: number | undefined): string {
  return number === pinned ? words.pinned(runName(number)) : words.run(runName(number));
}

function ByNumber({ most }: { most: number }) {
  const choose = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = othersOf(String(new FormData(form).get("run") ?? "").replace(/^#/, ""));
    if (typeof given === "number") chooseOthers(given);
    form.reset();
  };
  return (
    <form class="by-number" onSubmit={choose}>
      <label>
        <span class="mute">{words.ofRun}</span>
        <input
          class="field"
          name="run"
          inputMode="numeric"
          placeholder="#"
          size={4}
          aria-label={words.number}
          max={most}
        />
      </label>
    </form>
  );
}

function Refused({ others, message }: { others: Others; message: string }) {
  return (
    <span class="refused" role="alert">
      {typeof others === "number" ? words.refused(runName(others)) : texts.notNow} {message}{" "}
      {others !== "best" && <Word onClick={() => chooseOthers("best")}>{words.back}</Word>}
    </span>
  );
}
