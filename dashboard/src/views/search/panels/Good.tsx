/** How good it has been: predicted against measured, each run left out, or as it was predicted when it was suggested. */
import { useMemo } from "preact/hooks";
import { type CalibrationScene, calibration, type Prediction } from "../../../charts/calibration";
import { extent, fitting } from "../../../charts/kit/scale";
import { metric } from "../../../data/format";
import { search as words } from "../../../messages/en.search";
import type { Words } from "../../../messages/rich";
import { Choice } from "../../../parts/Button";
import { Said } from "../../../parts/Said";
import { Section } from "../../../parts/Section";
import { selection, setView } from "../../../state/selection";
import { ExportMenu } from "../../saving/Export";
import { useShot } from "../../saving/shots";
import { RunsChart } from "../../sweep/RunsChart";
import { beyondOf, FEWEST, type LeftOutPrediction, leftOut, verdictOf, whenSuggested } from "../judging";
import type { Sight } from "../sight";
import { predictionValues } from "../values";

type By = "loo" | "then";

/** More marks than this hide each other. */
const DRAWN = 300;

export function Good({ sight }: { sight: Sight }) {
  const by: By = selection.value.view["judged"] === "then" ? "then" : "loo";
  const predictions = useMemo(() => (by === "loo" ? leftOut(sight) : whenSuggested(sight)), [sight, by]);
  const hidden = predictions.length - DRAWN;
  const { onScene, shot } = useShot(calibration, "s-good");
  return (
    <Section
      id="s-good"
      title={words.good}
      note={hidden > 0 ? words.lastDrawn(DRAWN, predictions.length) : undefined}
      controls={
        <>
          <Choice
            label={words.by.label}
            options={[
              { value: "loo", label: words.by.loo },
              { value: "then", label: words.by.suggested },
            ]}
            value={by}
            onChoose={(chosen) => setView("judged", chosen === "loo" ? null : chosen)}
          />
          {predictions.length > 0 && (
            <ExportMenu
              name={`${sight.sweep.id}-predictions`}
              shot={shot}
              values={() => predictionValues(sight, predictions)}
            />
          )}
        </>
      }
    >
      <p class="say">
        <Said words={by === "loo" ? looWords(leftOut(sight)) : suggestedWords(predictions)} />
      </p>
      {predictions.length > 0 && <Against sight={sight} predictions={predictions} onScene={onScene} />}
    </Section>
  );
}

function verdictWords(predictions: readonly Prediction[]): Words {
  const verdict = verdictOf(predictions);
  return verdict.count ? words.goodSays({ ...verdict, few: verdict.count < FEWEST }) : [words.noneJudged];
}

function looWords(predictions: readonly LeftOutPrediction[]): Words {
  const beyond = beyondOf(predictions);
  const said = [...verdictWords(predictions), words.looSays];
  return beyond ? [...said, words.beyondTelling(beyond.count, metric(beyond.from))] : said;
}

function suggestedWords(predictions: readonly Prediction[]): Words {
  const hollow = predictions.filter((one) => one.hollow).length;
  return hollow ? [...verdictWords(predictions), words.hollow(hollow)] : verdictWords(predictions);
}

interface AgainstProps {
  sight: Sight;
  predictions: Prediction[];
  onScene: (scene: CalibrationScene) => void;
}

function Against({ sight, predictions, onScene }: AgainstProps) {
  const { runs, better, scale, metric: name, page } = sight;
  const input = useMemo(() => {
    const kind = fitting(scale, better, extent(predictions.map(({ measured }) => measured)) ?? [0, 1]);
    const label = words.calibrationLabel(name, kind !== "linear");
    return { runs, better, predictions: predictions.slice(-DRAWN), label };
  }, [sight, predictions]);
  const options = useMemo(() => ({ scale }), [scale]);
  return <RunsChart model={page} chart={calibration} input={input} options={options} onScene={onScene} />;
}
