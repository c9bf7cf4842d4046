/** Where it looked: how unlike each run was to all before it. */
import { useMemo } from "preact/hooks";
import { novelty } from "../../../charts/novelty";
import type { Model } from "../../../data/model";
import { search as words } from "../../../messages/en.search";
import { Said } from "../../../parts/Said";
import { Section } from "../../../parts/Section";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import { RunsChart } from "../../sweep/RunsChart";
import { lookedWords } from "../looking";
import type { Sight } from "../sight";
import { noveltyValues } from "../values";

/** From this distance on a run explores; the server says the same by its kind. */
const OPTIONS = { threshold: 0.2 };
/** The chart has room for the runs to come, up to so many times those there are. */
const AHEAD = 2;

export function Looked({ sight, model }: { sight: Sight; model: Model }) {
  const { page, runs, sweep } = sight;
  const input = useMemo(() => {
    const table = page.seen.value?.table;
    const novelties = model.novelty.map((one) => ({ ...one, run: table?.row(one.number) ?? -1 }));
    const whole = novelties.length === runs.count;
    const last = sight.open && whole ? Math.min(sweep.total ?? 0, runs.count * AHEAD) : 0;
    return { runs, novelties, last };
  }, [sight, model]);
  const hidden = runs.count - model.novelty.length;
  const note = hidden > 0 && model.novelty.length ? words.lastDrawn(model.novelty.length, runs.count) : undefined;
  const { onScene, shot } = useShot(novelty, "s-looked");
  return (
    <Section
      id="s-looked"
      title={words.looked}
      note={note}
      controls={<ExportMenu name={`${sweep.id}-novelty`} shot={shot} values={() => noveltyValues(model)} />}
    >
      <p class="say">
        <Said words={lookedWords(sight, model)} sweep={sweep.key} />
      </p>
      <RunsChart model={page} chart={novelty} input={input} options={OPTIONS} onScene={onScene} />
    </Section>
  );
}
