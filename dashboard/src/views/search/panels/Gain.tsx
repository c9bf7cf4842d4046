/** What is left to gain: what each suggestion promised and what it brought, and what the next one promises. */
import { useMemo } from "preact/hooks";
import { gain } from "../../../charts/gain";
import { search as words } from "../../../messages/en.search";
import { Said } from "../../../parts/Said";
import { Section } from "../../../parts/Section";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import { RunsChart } from "../../sweep/RunsChart";
import { gainsOf, lately } from "../gains";
import type { Sight } from "../sight";
import { shareOf, unitOf } from "../unit";
import { gainValues } from "../values";

/** More columns than this could not be told apart. */
const DRAWN = 200;
const OPTIONS = {};

export function Gain({ sight }: { sight: Sight }) {
  const { page, runs, goal, sweep } = sight;
  const unit = useMemo(() => unitOf(runs.value, goal), [sight]);
  const gains = useMemo(() => allGains(sight), [sight]);
  const drawn = gains.slice(-DRAWN);
  const next = useMemo(() => nextOf(sight), [sight]);
  const input = useMemo(() => ({ runs, gains: gains.slice(-DRAWN), next }), [runs, gains, next]);
  const note = drawn.length < gains.length ? words.lastDrawn(drawn.length, gains.length) : undefined;
  const { onScene, shot } = useShot(gain, "s-gain");
  return (
    <Section
      id="s-gain"
      title={words.left}
      note={note}
      controls={<ExportMenu name={`${sweep.id}-gain`} shot={shot} values={() => gainValues(gains)} />}
    >
      <p class="say" title={words.units[unit.kind]}>
        {next && (
          <Said
            words={words.leftSays({ expected: next.expected, last: lately(gains), fitted: sight.model?.fitted ?? 0 })}
            sweep={sweep.key}
          />
        )}
        {!next && (gains.length ? words.nothingLeft : words.noGains)}
      </p>
      <RunsChart model={page} chart={gain} input={input} options={OPTIONS} onScene={onScene} />
    </Section>
  );
}

function allGains({ page, runs, goal }: Sight) {
  const table = page.seen.value?.table;
  return table ? gainsOf(table, runs.value, goal, unitOf(runs.value, goal)) : [];
}

function nextOf({ portrait, best, runs, goal, nextNumber }: Sight) {
  const promised = portrait.next?.reason.expected_improvement ?? null;
  if (promised === null || !best) return null;
  return { number: nextNumber, expected: shareOf(promised, unitOf(runs.value, goal), best.value) };
}
