/** What matters to the model: how far each parameter moves what it expects, over what distance, and in words. */
import { metric, rate } from "../../../data/format";
import type { Effect, Model, SweepDetail } from "../../../data/model";
import { search as words } from "../../../messages/en.search";
import { Said } from "../../../parts/Said";
import { Section } from "../../../parts/Section";
import { ExportMenu } from "../../saving/Export";
import { shotIn } from "../../saving/page";
import { kinOf, lengthOf, mattersWords } from "../mattering";
import { effectValues } from "../values";
import { ratioText } from "./Believes";
import { More, shownOf } from "./Shown";

export function Matters({ sweep, model }: { sweep: SweepDetail; model: Model }) {
  const { effects } = model;
  if (effects.length === 0) return null;
  return (
    <Section
      id="s-matters"
      title={words.matters}
      controls={
        <ExportMenu
          name={`${sweep.id}-effects`}
          shot={shotIn("s-matters", "table")}
          values={() => effectValues(effects)}
        />
      }
    >
      <p class="say">
        <Said words={mattersWords(effects)} />
        {words.mattersNote}
      </p>
      <table class="effects">
        <thead>
          <tr>
            {[words.parameter, words.effect, words.length, words.inWords].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shownOf(effects).map((effect) => (
            <Row key={effect.path} effect={effect} />
          ))}
        </tbody>
      </table>
      <More all={effects.length} ordered />
    </Section>
  );
}

function Row({ effect }: { effect: Effect }) {
  const length = lengthOf(effect);
  const kin = kinOf(effect);
  return (
    <tr>
      <th scope="row" title={effect.path}>
        {effect.path}
      </th>
      <td title={words.fromTo(metric(effect.worst), metric(effect.best))}>
        <span class="effect">
          <i style={{ width: `${Math.max(1, Math.round(effect.share * 30))}px` }} />
          <span>{effectText(effect)}</span>
        </span>
      </td>
      <td class="mute" title={length.title}>
        {length.text}
      </td>
      <td class="words" title={`${words.words[effect.words]}${kin ? `, ${kin}` : ""}`}>
        <b>{words.words[effect.words]}</b>
        {kin && `, ${kin}`}
      </td>
    </tr>
  );
}

/** A factor of losses; where losses may be below 0, how far what is expected moves. */
function effectText({ ratio, worst, best }: Effect): string {
  return ratio === null ? rate(Number(Math.abs(worst - best).toPrecision(2))) : words.times(ratioText(ratio));
}
