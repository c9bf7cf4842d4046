/** How the curves are drawn: what they run along, how they are smoothed, what a group shows. */
import { SMOOTHINGS } from "../../../charts/kit/smooth";
import { ALONG } from "../../../data/along";
import { AGGREGATES } from "../../../data/groupcurves";
import { sweep as words } from "../../../messages/en.sweep";
import { adjust, selection, setView } from "../../../state/selection";
import type { SweepModel } from "../model";
import { Popover } from "../Popover";
import { type CurveView, labelOf } from "./curveview";
import { ZoomFields } from "./zoom";

interface Props {
  model: SweepModel;
  view: CurveView;
}

export function CurveOptions({ model, view }: Props) {
  const own = view.along !== "row" || view.xLog || view.smoothing !== null || view.aggregate !== "deviation";
  return (
    <Popover label={words.curveOptions} pressed={own}>
      <div class="form">
        <AlongChoice model={model} view={view} />
        <ZoomFields view={view} />
        <Smoothed view={view} />
        {selection.value.view["group"] && <Aggregated view={view} />}
      </div>
    </Popover>
  );
}

function AlongChoice({ model, view }: Props) {
  const choices = [...ALONG, ...model.metrics.map((name) => `metric:${name}` as const)];
  return (
    <>
      <label>
        {words.xAxis}
        <select
          class="field"
          value={view.along}
          onChange={(event) => setView("x", event.currentTarget.value === "row" ? null : event.currentTarget.value)}
        >
          {choices.map((each) => (
            <option key={each} value={each}>
              {labelOf(model, each)}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input type="checkbox" checked={view.xLog} onChange={() => setView("xs", view.xLog ? null : "log")} />
        <span>{words.xLog}</span>
      </label>
    </>
  );
}

/** What is chosen first is felt and still shows the course. */
const FIRST_STRENGTH = 0.6;

function Smoothed({ view: { smoothing } }: { view: CurveView }) {
  const strength = smoothing?.strength ?? FIRST_STRENGTH;
  return (
    <>
      <label>
        {words.smoothing}
        <select
          class="field"
          value={smoothing?.method ?? ""}
          onChange={(event) => {
            const method = event.currentTarget.value;
            setView("smooth", method ? `${method} ${strength}` : null);
          }}
        >
          <option value="">{words.smoothingOff}</option>
          {SMOOTHINGS.map((each) => (
            <option key={each} value={each}>
              {words.smoothings[each]}
            </option>
          ))}
        </select>
      </label>
      {smoothing && (
        <label>
          {words.smoothingStrength}
          <input
            type="range"
            min={0.05}
            max={0.95}
            step={0.05}
            value={strength}
            onInput={(event) => {
              const { view } = selection.value;
              adjust({ view: { ...view, smooth: `${smoothing.method} ${event.currentTarget.value}` } });
            }}
          />
        </label>
      )}
    </>
  );
}

function Aggregated({ view: { aggregate } }: { view: CurveView }) {
  return (
    <label>
      {words.aggregate}
      <select
        class="field"
        value={aggregate}
        onChange={(event) =>
          setView("agg", event.currentTarget.value === "deviation" ? null : event.currentTarget.value)
        }
      >
        {AGGREGATES.map((each) => (
          <option key={each} value={each}>
            {words.aggregates[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
