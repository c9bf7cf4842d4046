/** What it will try next and why, over what that was chosen; and what a person may do about it. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type IntervalScene, interval } from "../../../charts/interval";
import { fitting } from "../../../charts/kit/scale";
import { runName } from "../../../data/format";
import type { Guess } from "../../../data/model";
import { canChange } from "../../../live/sweep";
import { search as words } from "../../../messages/en.search";
import type { Words } from "../../../messages/rich";
import { Button } from "../../../parts/Button";
import { Said } from "../../../parts/Said";
import { Section } from "../../../parts/Section";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import { EnqueueDialog } from "../../sweep/EnqueueDialog";
import { RunsChart } from "../../sweep/RunsChart";
import { guessesOf } from "../guesses";
import type { Sight } from "../sight";
import { canSkip, isLost, skip } from "../skipping";
import { nextWords, overWords } from "../wording";

export function Next({ sight }: { sight: Sight }) {
  const { portrait, open, sweep } = sight;
  const { next } = portrait;
  const { onScene, shot } = useShot(interval, "s-next");
  return (
    <Section
      id="s-next"
      title={open ? words.next : words.nextClosed}
      controls={next?.predicted && <ExportMenu name={`${sweep.id}-next`} shot={shot} />}
    >
      <p class="say">{next ? <Said words={nextWords(sight, next)} sweep={sweep.key} /> : words.nothingLeft}</p>
      {next && <Over words={overWords(sight, next)} />}
      {next?.predicted && <Intervals sight={sight} next={next} onScene={onScene} />}
      {canChange && open && <Actions sight={sight} />}
    </Section>
  );
}

function Over({ words: said }: { words: Words }) {
  return said.length ? (
    <p class="say">
      <Said words={said} />
    </p>
  ) : null;
}

interface IntervalsProps {
  sight: Sight;
  next: Guess;
  onScene: (scene: IntervalScene) => void;
}

function Intervals({ sight, next, onScene }: IntervalsProps) {
  const { better, best, metric, scale, page } = sight;
  const input = useMemo(() => {
    const rows = guessesOf(sight, next).flatMap(({ name, guess }) =>
      guess.predicted ? [{ label: name, ...guess.predicted }] : [],
    );
    const values = rows.flatMap(({ low, high }) => [low, high]).concat(best?.value ?? []);
    const kind = fitting(scale, better, [Math.min(...values), Math.max(...values)]);
    return {
      rows,
      better,
      best: best && { value: best.value, label: words.bestIs(runName(best.number)) },
      label: words.intervalLabel(metric, kind !== "linear"),
    };
  }, [sight, next]);
  const options = useMemo(() => ({ scale }), [scale]);
  return (
    <div class="picture" style={{ height: `${84 + 24 * (input.rows.length - 1)}px` }}>
      <RunsChart model={page} chart={interval} input={input} options={options} onScene={onScene} />
    </div>
  );
}

function Actions({ sight }: { sight: Sight }) {
  const adding = useSignal(false);
  const off = isLost();
  return (
    <p class="acts">
      {canSkip(sight) && (
        <Button icon="redo" title={words.skipTitle} disabled={off} onClick={() => void skip(sight)}>
          {words.skip}
        </Button>
      )}
      <Button icon="plus" title={words.addTitle} disabled={off} onClick={() => (adding.value = true)}>
        {words.add}
      </Button>
      {adding.value && <EnqueueDialog open={sight.page.open} onClose={() => (adding.value = false)} />}
    </p>
  );
}
