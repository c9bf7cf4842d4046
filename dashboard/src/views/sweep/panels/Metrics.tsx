/** The metrics whose curves can be shown, with keys for the first ones. */
import { sweep as words } from "../../../messages/en.sweep";
import { Choice } from "../../../parts/Button";
import { useShortcuts } from "../../../parts/hooks";
import { Menu } from "../../../parts/Menu";
import { useWidth } from "../../../parts/useWidth";
import { select } from "../../../state/selection";
import { textWidth } from "../measure";
import type { SweepModel } from "../model";

/** As many metrics beside each other as there is room for, the chosen one always; the others in a menu. */
export function Metrics({ model }: { model: SweepModel }) {
  const { ref: box, width: room } = useWidth<HTMLSpanElement>();
  const metrics = model.metrics;
  const current = model.metric;
  const shown = fitting(metrics, current, room);
  const choose = (metric: string) => select({ metric });
  return (
    <span class="metrics" ref={box}>
      <Choice
        label={words.metrics}
        options={shown.map((value) => ({ value, label: value, title: value }))}
        value={current}
        onChoose={choose}
      />
      {shown.length < metrics.length && (
        <Menu
          look="word"
          label={words.otherMetrics(metrics.length - shown.length)}
          items={metrics
            .filter((metric) => !shown.includes(metric))
            .map((metric) => ({ label: metric, run: () => choose(metric) }))}
        />
      )}
    </span>
  );
}

const TEXT_SIZE = 11.5;
const GAP = 11;
const MENU_WIDTH = 52;

/** The metrics whose names fit into so many pixels, in their order. */
function fitting(metrics: readonly string[], current: string, room: number): string[] {
  const width = (name: string) => Math.max(24, textWidth(name, TEXT_SIZE, 500)) + GAP;
  const all = metrics.reduce((sum, name) => sum + width(name), 0);
  if (all <= room) return [...metrics];
  let left = room - MENU_WIDTH - width(current);
  return metrics.filter((name) => {
    if (name === current) return true;
    left -= width(name);
    return left >= 0;
  });
}

export function useMetricKeys(model: SweepModel): void {
  useShortcuts(
    () =>
      [1, 2, 3, 4].map((place) => ({
        keys: String(place),
        what: words.keys.metric(place),
        run: () => {
          const metric = model.metrics[place - 1];
          if (metric) select({ metric });
        },
      })),
    [model],
  );
}
