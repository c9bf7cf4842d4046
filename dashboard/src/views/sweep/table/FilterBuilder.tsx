/** A filter made without typing a query: a range for numbers, values for categories, words for text. */
import { useComputed, useSignal } from "@preact/signals";
import { count, value } from "../../../data/format";
import type { Json } from "../../../data/model";
import type { Queried } from "../../../data/query";
import { withFilter } from "../../../data/selection";
import { en } from "../../../messages/en";
import { sweep as words } from "../../../messages/en.sweep";
import { Word } from "../../../parts/Button";
import { adjust, select, selection, setFilter } from "../../../state/selection";
import type { SweepModel } from "../model";
import { queried } from "./queried";

export function FilterBuilder({ model }: { model: SweepModel }) {
  const all = useComputed(() => [...queried(model), TEXT]);
  const on = useSignal(selection.value.filters[0]?.on ?? all.value[0]?.on ?? "text");
  const chosen = all.value.find((each) => each.on === on.value) ?? TEXT;
  const filter = selection.value.filters.find((each) => each.on === on.value);
  return (
    <div class="form builder">
      <label>
        {words.filter.column}
        <select
          class="field"
          value={on.value}
          onChange={(event) => {
            on.value = event.currentTarget.value as Queried["on"];
          }}
        >
          {all.value.map((each) => (
            <option key={each.on} value={each.on}>
              {each.name}
            </option>
          ))}
        </select>
      </label>
      {chosen.on === "text" ? (
        <TextFilter />
      ) : chosen.levels ? (
        <Values model={model} of={chosen} />
      ) : (
        <Range model={model} of={chosen} />
      )}
      {filter && <Word onClick={() => setFilter(chosen.on, null)}>{words.filter.remove}</Word>}
    </div>
  );
}

const TEXT: Queried = { name: words.filter.text, on: "text", whole: false, levels: null };

function TextFilter() {
  const text = selection.value.filters.find((filter) => filter.on === "text")?.text ?? "";
  return (
    <label>
      {words.filter.contains}
      <input
        class="field"
        type="search"
        value={text}
        onChange={(event) => {
          const given = event.currentTarget.value.trim();
          setFilter("text", given ? { on: "text", text: given } : null);
        }}
      />
    </label>
  );
}

function Range({ model, of }: { model: SweepModel; of: Queried }) {
  const field = model.field(of.on);
  const known = selection.value.filters.find((filter) => filter.on === of.on)?.range ?? [null, null];
  const [low, high] =
    field?.kind === "number" ? extent(field.values, model.seen.value?.table.count ?? 0) : [null, null];
  const change = (end: 0 | 1, text: string) => {
    const range: [number | null, number | null] = [...known];
    range[end] = text.trim() === "" ? null : Number(text);
    if (Number.isNaN(range[end])) return;
    setFilter(of.on, range[0] === null && range[1] === null ? null : { on: of.on, range });
  };
  return (
    <div class="ends">
      {([0, 1] as const).map((end) => (
        <label key={end}>
          {end === 0 ? words.filter.from : words.filter.to}
          <input
            class="field"
            inputMode="decimal"
            value={known[end] ?? ""}
            placeholder={placeholder(end === 0 ? low : high)}
            onChange={(event) => change(end, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

/** As it is to be typed: with a point, whatever the reader's language. */
function placeholder(end: number | null): string {
  return end === null ? "" : String(Number(end.toPrecision(3)));
}

/** The values with how many runs have each, so that nobody filters down to nothing unawares. */
function Values({ model, of }: { model: SweepModel; of: Queried }) {
  const filter = selection.value.filters.find((each) => each.on === of.on);
  const counts = useComputed(() => countsOf(model, of.on));
  const levels: Json[] = [...(of.levels ?? []), ...(counts.value.has("null") ? [null] : [])];
  const states: Record<string, string> = of.on === "state" ? en.states : {};
  const toggle = (level: Json) => {
    const before = filter?.values ?? [];
    const key = JSON.stringify(level);
    const without = before.filter((each) => JSON.stringify(each) !== key);
    const values = without.length < before.length ? without : [...before, level];
    const filters = withFilter(selection.value.filters, of.on, values.length ? { on: of.on, values } : null);
    if (filter) adjust({ filters });
    else select({ filters });
  };
  return (
    <fieldset class="values">
      <legend class="vh">{of.name}</legend>
      {levels.map((level) => {
        const key = JSON.stringify(level);
        return (
          <label class="check" key={key}>
            <input
              type="checkbox"
              checked={filter?.values?.some((each) => JSON.stringify(each) === key) ?? false}
              onChange={() => toggle(level)}
            />
            <span>{level === null ? words.absent : (states[String(level)] ?? value(level))}</span>
            <span class="mute">{count(counts.value.get(key) ?? 0)}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function countsOf(model: SweepModel, on: string): Map<string, number> {
  const found = new Map<string, number>();
  const table = model.seen.value?.table;
  for (let row = 0; table && row < table.count; row++) {
    for (const level of valuesAt(model, on, row)) {
      const key = JSON.stringify(level);
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  return found;
}

function valuesAt(model: SweepModel, on: string, row: number): Json[] {
  const table = model.seen.value?.table;
  if (!table) return [];
  if (on === "tag") return table.restAt(row).tags;
  if (on === "agent") return [table.restAt(row).agent];
  return [on === "state" ? table.stateAt(row) : (table.paramAt(on.slice(6), row) ?? null)];
}

function extent(values: ArrayLike<number>, length: number): [number | null, number | null] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < length; i++) {
    const at = values[i]!;
    if (!Number.isFinite(at)) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return low <= high ? [low, high] : [null, null];
}
