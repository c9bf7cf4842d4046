/** Why a configuration was tried: what the model expected of it, in one sentence and one small picture. */
import { value as asWritten } from "../../data/format";
import { own } from "../../data/own";
import { likely } from "../../data/prediction";
import { run as words } from "../../messages/en.run";
import type { Words } from "../../messages/rich";
import { Said } from "../../parts/Said";
import { Section } from "../../parts/Section";
import { ExportMenu } from "../saving/Export";
import { shotIn } from "../saving/page";
import { Belief } from "./Belief";
import { fileName } from "./fileName";
import type { Sight } from "./sight";

export function Tried({ sight }: { sight: Sight }) {
  const { run } = sight;
  const believed = run.reason?.predicted && sight.metric;
  return (
    <Section
      id="tried"
      title={words.tried}
      controls={believed && <ExportMenu name={fileName(run, "expected")} shot={shotIn("tried", ".picture")} />}
    >
      <p class="say">
        <Said words={run.sweep ? reasonWords(sight) : words.outsideSweep()} sweep={run.sweep} />
      </p>
      {run.reason?.predicted && sight.metric && (
        <Belief sight={sight} predicted={run.reason.predicted} name={sight.metric} />
      )}
    </Section>
  );
}

function reasonWords(sight: Sight): Words {
  const { run, metric, goal } = sight;
  const reason = run.reason;
  if (!reason) return words.sources.other("");
  if (!reason.predicted || !metric)
    return [...sourceWords(sight, reason.source), ...noteWords(reason), ...measuredWords(sight, null)];
  const { low, high } = likely(reason.predicted, goal);
  const inside = run.best === null ? null : run.best >= low && run.best <= high;
  return [
    ...words.expected(metric, reason.predicted.mean, low, high),
    ...chanceWords(sight, reason.improvement_probability),
    ...differenceWords(sight),
    ...noteWords(reason),
    ...measuredWords(sight, inside),
  ];
}

function sourceWords({ run }: Sight, source: string): Words {
  const { sources } = words;
  const number = run.number ?? 0;
  switch (source) {
    case "sobol":
      return sources.sobol(number);
    case "random":
      return sources.random();
    case "grid":
      return sources.grid(number);
    case "start":
      return sources.start();
    case "retry":
      return sources.retry(numberIn(run.reason?.note ?? ""));
    case "queued":
      return sources.queued();
    case "gp":
      return sources.gp();
    default:
      return sources.other(source);
  }
}

function numberIn(note: string): number | null {
  const found = /#(\d+)/.exec(note);
  return found ? Number(found[1]) : null;
}

function noteWords({ source, note }: { source: string; note: string }): Words {
  return note && source !== "retry" ? words.note(note.replace(/\.$/, "")) : [];
}

function chanceWords({ bestBefore }: Sight, share: number | null): Words {
  if (share === null) return [];
  const chance = words.chanceOf(share);
  return bestBefore ? words.chance(bestBefore.value, bestBefore.number, chance) : words.chanceOnly(chance);
}

const NAMED = 3;

/** The parameters in which it differs from the best run of that moment. */
function differenceWords({ run, table, bestBefore, sweep }: Sight): Words {
  const row = table && bestBefore ? table.row(bestBefore.number) : -1;
  if (!table || row < 0) return [];
  const before = table.paramsAt(row);
  const numeric = new Set(sweep?.parameters.filter((item) => item.kind === "float").map((item) => item.path));
  const names = table.parameters.filter((path) => asWritten(own(before, path)) !== asWritten(own(run.params, path)));
  // Of a number that is drawn from a range, every value is another: words that differ say more, so they come first.
  const ordered = [...names.filter((path) => !numeric.has(path)), ...names.filter((path) => numeric.has(path))];
  return ordered.length ? words.differsIn(ordered.slice(0, NAMED), Math.max(0, ordered.length - NAMED)) : [];
}

function measuredWords({ run, active, metric }: Sight, inside: boolean | null): Words {
  if (run.best === null || !metric) return [];
  return active ? words.measuredSoFar(run.best) : words.measured(run.best, inside);
}
