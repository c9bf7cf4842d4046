/** The last value of everything else that the run logged, where it is not drawn as a curve. */

import { flattened } from "../../data/configuration";
import { metric, value as written } from "../../data/format";
import { isMedia } from "../../data/media";
import type { Json } from "../../data/model";
import { run as words } from "../../messages/en.run";
import { Section } from "../../parts/Section";
import type { Sight } from "./sight";

export function Summary({ sight: { run, open } }: { sight: Sight }) {
  const drawn = new Set(
    (open.curves.value?.metrics ?? []).filter((name) => several(open.curves.value?.of(name) ?? [])),
  );
  const plain = Object.fromEntries(Object.entries(run.summary).filter(([, value]) => !isMedia(value)));
  const rows = [...flattened(plain)].filter(([name, value]) => !drawn.has(name) && isShort(value));
  if (rows.length === 0) return null;
  return (
    <Section id="summary" title={words.summary} note={words.summaryNote}>
      <dl class="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{typeof value === "number" && !Number.isInteger(value) ? metric(value) : written(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function several(values: readonly number[]): boolean {
  return values.filter(Number.isFinite).length > 1;
}

/** Lists of media and long texts have no place in a line. */
function isShort(value: Json): boolean {
  return JSON.stringify(value).length < 400;
}
