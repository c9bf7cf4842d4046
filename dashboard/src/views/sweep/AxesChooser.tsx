/** The order of the axes, which are hidden, turned round, and how they are spaced. */
import { isLogAxis } from "../../data/axes";
import type { ParameterView } from "../../data/model";
import { sweep as words } from "../../messages/en.sweep";
import { IconButton, Word } from "../../parts/Button";
import { type AxesChoice, chosenAxes, orderedParameters, setAxes } from "./axes";
import type { SweepModel } from "./model";

export function AxesChooser({ model }: { model: SweepModel }) {
  const choice = chosenAxes.value;
  const all = orderedParameters(model, choice);
  const put = (change: Partial<AxesChoice>) => setAxes({ ...choice, order: all.map(({ path }) => path), ...change });
  return (
    <>
      <p class="mute">{words.axesBody}</p>
      <ul class="choose">
        {all.map((parameter, place) => (
          <AxisLine key={parameter.path} {...{ parameter, place, all, choice, put }} />
        ))}
      </ul>
      <p class="foot">
        <Word onClick={() => setAxes(null)}>{words.asUsual}</Word>
      </p>
    </>
  );
}

interface LineProps {
  parameter: ParameterView;
  place: number;
  all: readonly ParameterView[];
  choice: AxesChoice;
  put: (change: Partial<AxesChoice>) => void;
}

function AxisLine({ parameter, place, all, choice, put }: LineProps) {
  const { path } = parameter;
  const isNumber = !parameter.values;
  const scale = choice.scales.get(path) ?? (isLogAxis(parameter) ? "log" : "linear");
  const move = (by: number) => {
    const order = all.map((each) => each.path);
    order.splice(place + by, 0, ...order.splice(place, 1));
    put({ order });
  };
  return (
    <li>
      <label class="check">
        <input
          type="checkbox"
          checked={!choice.hidden.has(path)}
          onChange={() => put({ hidden: turned(choice.hidden, path) })}
        />
        <span>{path}</span>
      </label>
      {isNumber && (
        <Word
          pressed={scale === "log"}
          disabled={!(parameter.min !== null && parameter.min > 0)}
          onClick={() => put({ scales: new Map([...choice.scales, [path, scale === "log" ? "linear" : "log"]]) })}
        >
          {words.log}
        </Word>
      )}
      <IconButton
        icon="flip"
        label={words.flipAxis(path)}
        aria-pressed={choice.flipped.has(path)}
        onClick={() => put({ flipped: turned(choice.flipped, path) })}
      />
      <IconButton icon="left" class="up" label={words.earlier(path)} disabled={place === 0} onClick={() => move(-1)} />
      <IconButton
        icon="right"
        class="up"
        label={words.later(path)}
        disabled={place === all.length - 1}
        onClick={() => move(1)}
      />
    </li>
  );
}

function turned(set: ReadonlySet<string>, path: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(path)) next.add(path);
  return next;
}
