/** What is said where there is no model: not yet, or never. */
import { search as texts } from "../../../messages/en.search";
import { Said } from "../../../parts/Said";
import { Section } from "../../../parts/Section";
import type { Sight } from "../sight";

const words = texts.noModel;

export function NoModel({ sight }: { sight: Sight }) {
  const { portrait, sweep, metric } = sight;
  const learns = portrait.needed > 0;
  return (
    <Section id="s-no-model" title={learns ? words.titleYet : words.title}>
      {learns ? (
        <p class="say">
          {portrait.have < portrait.needed ? (
            <Said words={texts.fewSays(portrait.needed, portrait.have)} />
          ) : (
            texts.notFitted
          )}
        </p>
      ) : (
        <p class="say">
          <b>{sayingOf(sweep.method)}</b> {words.instead}
        </p>
      )}
      {!metric && <p class="say">{words.noObjective}</p>}
    </Section>
  );
}

function sayingOf(method: string): string {
  if (method === "random" || method === "grid") return words[method];
  return words.other(method);
}
