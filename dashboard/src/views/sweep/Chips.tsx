/** What lets runs in, as chips that can be taken away. */
import { duration, metric, rate, value } from "../../data/format";
import type { Filter } from "../../data/selection";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";
import { Icon } from "../../parts/Icon";
import { selection, setFilter, togglePin } from "../../state/selection";
import type { SweepModel } from "./model";

export function Chips({ model }: { model: SweepModel }) {
  const { filters, pinned } = selection.value;
  return (
    <>
      {filters.map((filter) => {
        const name = nameOf(filter);
        return (
          <button
            type="button"
            class="chip"
            key={filter.on}
            title={words.removeFilter(name)}
            onClick={() => setFilter(filter.on, null)}
          >
            <span>
              {name && <span class="mute">{name} </span>}
              {sayFilter(filter, isRate(model, filter))}
            </span>
            <Icon name="x" />
          </button>
        );
      })}
      {pinned.map((number) => (
        <button type="button" class="chip" key={number} title={words.unpin} onClick={() => togglePin(number)}>
          <span>
            <Icon name="pin" />#{number}
          </span>
          <Icon name="x" />
        </button>
      ))}
    </>
  );
}

/** What a filter is on, as people call it. */
export function nameOf({ on }: Filter): string {
  if (on === "text") return "";
  return on.includes(":") ? on.slice(on.indexOf(":") + 1) : (words.columns[on as keyof typeof words.columns] ?? on);
}

type Say = (number: number) => string;

export function sayFilter(filter: Filter, say: Say): string {
  if (filter.text !== undefined) return words.containing(filter.text);
  if (filter.range) return sayRange(filter.range, filter.on === "duration" ? duration : say);
  const states: Record<string, string> = filter.on === "state" ? en.states : {};
  return (filter.values ?? [])
    .map((each) => (each === null ? words.absent : (states[String(each)] ?? value(each))))
    .join(", ");
}

function sayRange([low, high]: [number | null, number | null], say: Say): string {
  if (low === null) return high === null ? "" : words.atMost(say(high));
  if (high === null) return words.atLeast(say(low));
  return low === high ? say(low) : words.to(say(low), say(high));
}

/** Metrics have four decimals, parameters three figures. */
function isRate(model: SweepModel, filter: Filter): Say {
  const isMetric = filter.on.startsWith("metric:") || filter.on === `metric:${model.objective}`;
  return isMetric ? metric : rate;
}
