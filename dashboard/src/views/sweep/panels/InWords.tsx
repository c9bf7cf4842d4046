/** Which way a parameter works, in words: the better direction of a number, the mean of each value of a category. */
import { decimals, metric, value } from "../../../data/format";
import type { Goal, ParameterImportance } from "../../../data/model";
import { sweep as words } from "../../../messages/en.sweep";

/** Correlations as strong as this are called so. */
const STRENGTHS = [
  [0.5, words.strength.clear],
  [0.25, words.strength.rather],
  [0.1, words.strength.slight],
] as const;
const SHOWN_LEVELS = 3;

export function InWords({ of, goal }: { of: ParameterImportance; goal: Goal }) {
  const { levels, correlation } = of;
  if (correlation.kind === "rank") return <Direction of={of} goal={goal} />;
  if (!levels?.length) return <>{words.noDirection}</>;
  const sorted = levels
    .filter((level) => level.mean !== null)
    .sort((a, b) => (goal === "maximize" ? -1 : 1) * ((a.mean ?? 0) - (b.mean ?? 0)));
  const title = sorted.map((level) => `${value(level.value)}: ${metric(level.mean)}, ${words.onlyThere(level.count)}`);
  const alike = of.words?.code === "alike";
  if (alike) return <span title={title.join("\n")}>{words.alike}</span>;
  return (
    <span title={title.join("\n")}>
      {sorted.slice(0, SHOWN_LEVELS).map((level, place) => (
        <span key={JSON.stringify(level.value)}>
          {place > 0 && ", "}
          {place === 0 ? <b>{value(level.value)}</b> : value(level.value)} {short(level.mean ?? 0)}
        </span>
      ))}
      <span class="more"> {words.counts(sorted.slice(0, SHOWN_LEVELS).map((level) => level.count))}</span>
    </span>
  );
}

function Direction({ of, goal }: { of: ParameterImportance; goal: Goal }) {
  const size = of.correlation.value ?? 0;
  const strength = STRENGTHS.find(([least]) => Math.abs(size) >= least)?.[1];
  if (!strength) return <>{words.noDirection}</>;
  const higher = goal === "maximize" ? size > 0 : size < 0;
  return (
    <span title={words.onlyThere(of.correlation.n)}>
      <b>{higher ? words.direction.higher : words.direction.lower}</b>
      {strength}
    </span>
  );
}

/** Three figures as a rule: a mean of few runs bears no more. */
function short(mean: number): string {
  const size = Math.abs(mean);
  return size >= 0.001 && size < 1000 ? decimals(mean, size >= 10 ? 1 : size >= 1 ? 2 : 3) : metric(mean);
}
