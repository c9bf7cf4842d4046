/** The bar that stays in sight: what is selected, how many are coloured, by which value, and what is pointed at. */
import { count } from "../../data/format";
import { goalOf } from "../../data/judged";
import { defaultBest } from "../../data/ranking";
import type { Of } from "../../data/runs";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";
import { Choice, Word } from "../../parts/Button";
import { adjust, clear, select, selection, undo } from "../../state/selection";
import { Chips } from "./Chips";
import type { SweepModel } from "./model";
import { hasPast } from "./past";
import { ReadOut } from "./ReadOut";

const OFS: readonly Of[] = ["best", "last", "min", "max"];

export function Bar({ model }: { model: SweepModel }) {
  const { filters, pinned, of } = selection.value;
  return (
    <section class="bar" aria-label={words.selection}>
      <Selected model={model} />
      <Chips model={model} />
      {(filters.length > 0 || pinned.length > 0) && <Word onClick={clear}>{words.clear}</Word>}
      {hasPast.value && (
        <Word title={en.undoKey} onClick={() => undo()}>
          {words.undo}
        </Word>
      )}
      <Best model={model} />
      <span class="of">
        <span class="mute">{words.ofEachRun}</span>
        <Choice
          label={words.ofEachRun}
          options={OFS.map((value) => ({ value, label: words.ofs[value] }))}
          value={of}
          onChoose={(chosen) => select({ of: chosen })}
        />
        <Judge model={model} />
      </span>
      <ReadOut model={model} />
    </section>
  );
}

/** Another metric to judge by comes with its best value, which the row of the objective's best need not have. */
function Judge({ model }: { model: SweepModel }) {
  const own = model.sweep.value?.objective?.name ?? model.objective;
  const names = [own, ...model.metrics.filter((name) => name !== own)];
  const choose = (name: string) => {
    const { judge: _, ...view } = selection.value.view;
    if (name === own) select({ view, of: "best" });
    else select({ view: { ...view, judge: name }, of: goalOf(name) === "maximize" ? "max" : "min" });
  };
  if (names.length < 2) return null;
  return (
    <label class={model.judged.own ? "pick" : "pick on"}>
      <span class="vh">{words.judgedBy}</span>
      <select value={model.objective} title={words.judgedBy} onChange={(event) => choose(event.currentTarget.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {words.importanceOf(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Selected({ model }: { model: SweepModel }) {
  const seen = model.seen.value;
  const sweep = model.sweep.value;
  const filtered = selection.value.filters.length > 0;
  let text: string = words.noRuns;
  if (!seen) text = sweep ? words.loadingRuns(Object.values(sweep.counts).reduce((sum, n) => sum + n, 0)) : "";
  else if (filtered) text = words.someRuns(seen.inside, seen.table.count);
  else if (seen.table.count) text = words.allRuns(seen.table.count);
  return (
    <b class="med nowrap" aria-live="polite">
      {text}
    </b>
  );
}

/** As many as can be told apart, and no more than there are. */
function mostBest(runs: number): number {
  return Math.max(1, Math.min(runs || 20, runs > 2000 ? 200 : runs > 100 ? 100 : 20));
}

function Best({ model }: { model: SweepModel }) {
  const seen = model.seen.value;
  const runs = seen?.table.count ?? 0;
  const most = mostBest(runs);
  const k = Math.min(most, runs && seen ? seen.k : defaultBest(20));
  const filtered = selection.value.filters.length > 0;
  return (
    <>
      <label>
        {filtered ? words.colourBestOfThem : words.colourBest}
        <input
          type="range"
          min={0}
          max={most}
          value={k}
          disabled={runs === 0}
          aria-label={words.howMany}
          onInput={(event) => adjust({ best: event.currentTarget.valueAsNumber })}
        />
        <b>{count(k)}</b>
      </label>
      {k > 1 && (
        <span class="legend" aria-hidden="true">
          {words.rank(k)}
          <span class="ramp" />1
        </span>
      )}
    </>
  );
}
