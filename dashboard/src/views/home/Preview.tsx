/** The space of a sweep file as it will be searched: each parameter with its distribution drawn small. */

import { programOf, readable } from "../../data/command";
import { shapeOf, spansDecades } from "../../data/density";
import { rate, value as written } from "../../data/format";
import type { Check, ParameterView } from "../../data/model";
import { home as words } from "../../messages/en.home";
import { Said } from "../../parts/Said";
import type { Checked } from "./useCheck";

export function Preview({ checked }: { checked: Checked }) {
  const { sound, check } = checked;
  const behind = check !== null && check.problems.length > 0;
  if (!sound) {
    return (
      <section class="preview" aria-label={words.preview}>
        <h2>{words.preview}</h2>
        <p class="mute">{words.previewEmpty}</p>
      </section>
    );
  }
  return (
    <section class={`preview ${behind ? "behind" : ""}`} aria-label={words.preview}>
      <h2>{words.preview}</h2>
      {behind && <p class="mute">{words.previewStale}</p>}
      <Space parameters={sound.parameters} />
      <Size check={sound} />
      <Hints check={sound} />
      <Command check={sound} />
    </section>
  );
}

function Space({ parameters }: { parameters: readonly ParameterView[] }) {
  const searched = parameters.filter((parameter) => parameter.kind !== "constant");
  const fixed = parameters.filter((parameter) => parameter.kind === "constant");
  return (
    <>
      <table class="space">
        <tbody>
          {searched.map((parameter) => (
            <tr key={parameter.path}>
              <th scope="row">
                {parameter.path}
                {parameter.when && <span class="under">{words.onlyWhen(parameter.when)}</span>}
              </th>
              <td>{parameter.values ? <Levels values={parameter.values} /> : <Range parameter={parameter} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {fixed.length > 0 && (
        <p>
          {words.constantsTitle}: {fixed.map(({ path, value }) => `${path} ${written(value)}`).join(", ")}
        </p>
      )}
    </>
  );
}

const SHOWN = 12;

function Levels({ values }: { values: readonly import("../../data/model").Json[] }) {
  return (
    <span class="levels">
      {values.slice(0, SHOWN).map((value) => (
        <span key={JSON.stringify(value)} class="level">
          {written(value)}
        </span>
      ))}
      {values.length > SHOWN && <span class="mute">+{values.length - SHOWN}</span>}
    </span>
  );
}

const [WIDTH, HEIGHT] = [120, 16];

function Range({ parameter }: { parameter: ParameterView }) {
  const shape = shapeOf(parameter);
  if (!shape) return null;
  const step = WIDTH / (shape.heights.length - 1);
  const top = shape.heights.map(
    (height, i) => `${(i * step).toFixed(1)},${(HEIGHT - height * (HEIGHT - 3)).toFixed(1)}`,
  );
  const ends =
    shape.from === null || shape.to === null ? null : words.shapes(rate(shape.from), rate(shape.to), shape.log);
  return (
    <span class="range">
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        <polygon points={`0,${HEIGHT} ${top.join(" ")} ${WIDTH},${HEIGHT}`} />
        {shape.log &&
          shape.from !== null &&
          shape.to !== null &&
          decades(shape.from, shape.to).map((x) => (
            <line key={x} x1={x * WIDTH} x2={x * WIDTH} y1={HEIGHT - 5} y2={HEIGHT} />
          ))}
      </svg>
      <span>
        {ends}
        <span class="mute">
          {ends && " "}
          {parameter.kind === "int" ? words.integers : parameter.distribution}
        </span>
      </span>
    </span>
  );
}

/** Places of powers of ten on a logarithmic range, from 0 to 1. */
function decades(from: number, to: number): number[] {
  const [low, high] = [Math.log10(from), Math.log10(to)];
  const first = Math.ceil(low);
  return Array.from(
    { length: Math.max(0, Math.floor(high) - first + 1) },
    (_, i) => (first + i - low) / (high - low),
  ).filter((x) => x > 0.02 && x < 0.98);
}

function Size({ check }: { check: Check }) {
  const counted = check.parameters.reduce((product, parameter) => product * (parameter.values?.length ?? 1), 1);
  const size =
    check.cardinality !== null
      ? words.combinations(check.cardinality)
      : counted > 1
        ? words.mixed(counted)
        : [words.endless];
  return (
    <p>
      <Said words={size} />{" "}
      {check.run_cap !== null ? words.asked(check.run_cap) : check.cardinality === null && words.noCap}
    </p>
  );
}

function Hints({ check }: { check: Check }) {
  const wide = check.parameters.filter(spansDecades);
  return (
    <>
      {wide.map((parameter) => (
        <p key={parameter.path}>
          {words.hint}: <Said words={words.logHint(parameter.path)} />
        </p>
      ))}
    </>
  );
}

function Command({ check }: { check: Check }) {
  const tokens = check.command ?? [];
  if (tokens.length === 0) return null;
  const program = programOf(check.text_normalised);
  const names = check.parameters.map(({ path }) => path);
  return (
    <div class="starts">
      <p>{words.starts}</p>
      <code>{readable(tokens, program, names)}</code>
    </div>
  );
}
