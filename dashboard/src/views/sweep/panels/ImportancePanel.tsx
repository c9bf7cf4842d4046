/** What mattered: the share of each parameter, which way it works, and in words. */
import type { ComponentChildren } from "preact";
import { decimals, metric as metricText, percent, value } from "../../../data/format";
import type { Importance, ParameterImportance } from "../../../data/model";
import { sweep as words } from "../../../messages/en.sweep";
import { Choice } from "../../../parts/Button";
import { Menu, type MenuItem } from "../../../parts/Menu";
import { Section } from "../../../parts/Section";
import { selection, setView } from "../../../state/selection";
import { exportItems } from "../../saving/Export";
import { shotIn } from "../../saving/page";
import { Failed } from "../Guard";
import { METHODS, methodOf, type SweepModel } from "../model";
import { InWords } from "./InWords";

/** Under this many runs intervals are wide enough to be said so. */
const FEW = 30;

export function ImportancePanel({ model }: { model: SweepModel }) {
  const { view } = selection.value;
  const loading = model.shownImportance.value;
  const importance = loading.value;
  const method = methodOf(view["method"]);
  const out = view["stopped"] === "out";
  const few = importance !== null && importance.note !== null;
  return (
    <Section
      id="s-imp"
      title={words.mattered}
      note={importance && !few && <Note model={model} importance={importance} />}
      controls={
        <>
          <Choice
            label={words.method}
            options={METHODS.map((each) => ({
              value: each,
              label: words.methods[each],
              title: words.methodTitles[each],
            }))}
            value={method}
            onChoose={(chosen) => setView("method", chosen === "fanova" ? null : chosen)}
          />
          <Menu label={words.options} items={menuOf(model, importance, out)} />
        </>
      }
    >
      <div class="impbox">
        {loading.state === "error" && !importance ? (
          <Failed message={loading.error?.message ?? ""} again={() => model.open.retry()} />
        ) : (
          importance && (few ? <Few importance={importance} /> : <Table model={model} importance={importance} />)
        )}
        {loading.state === "loading" && !importance && <p class="say">{words.working}</p>}
      </div>
    </Section>
  );
}

function Note({ model, importance }: { model: SweepModel; importance: Importance }) {
  const { runs, metric } = importance;
  const [short, more] = runs.used < FEW ? words.onlyRuns(runs.used) : words.ofRuns(runs.used);
  return (
    <span title={`${short}${more}. ${usedText(importance)}`}>
      {metric !== model.objective && `${words.importanceOf(metric)} · `}
      {short}
      <span class="more">{more}</span>
    </span>
  );
}

function usedText({ runs }: Importance): string {
  return words.used(runs.finished, runs.stopped);
}

function Few({ importance }: { importance: Importance }) {
  const { before, n, after } = words.needs(importance.needed, importance.runs.used);
  return (
    <p class="say">
      {before}
      <b>{n}</b>
      {after}
    </p>
  );
}

/** The metric that is explained, whether stopped runs count, and the values as a file. */
function menuOf(model: SweepModel, importance: Importance | null, out: boolean): MenuItem[] {
  const chosen = selection.value.view["imp"] ?? model.objective;
  return [
    ...model.metrics.map((name) => ({
      label: words.measured(name),
      checked: name === chosen,
      run: () => setView("imp", name === model.objective ? null : name),
    })),
    {
      label: words.leaveStoppedOut,
      checked: out,
      run: () => setView("stopped", out ? null : "out"),
    },
    ...exportItems({
      name: `${model.sweep.value?.id ?? "sweep"}-importance`,
      shot: shotIn("s-imp", ".impbox"),
      values: () => valuesOf(importance),
    }),
  ];
}

function Table({ model, importance }: { model: SweepModel; importance: Importance }) {
  const parameters = importance.parameters
    .filter(({ words: said }) => said?.["code"] !== "constant")
    .sort((a, b) => (b.importance ?? 0) - (a.importance ?? 0));
  const most = Math.max(0.01, ...parameters.map(({ high, importance: own }) => high ?? own ?? 0));
  const { heads } = words;
  return (
    <>
      <table class="imp">
        <thead>
          <tr>
            {[heads.parameter, heads.importance, heads.correlation, heads.words].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parameters.map((parameter) => (
            <tr key={parameter.path}>
              <th scope="row" title={parameter.path}>
                {parameter.path}
              </th>
              <Share of={parameter} most={most} />
              <Correlation of={parameter} metric={importance.metric} />
              <td class="words">
                <InWords of={parameter} goal={model.goalOf(importance.metric)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Together importance={importance} />
    </>
  );
}

function Cell(props: { title: string; text: string; children: ComponentChildren }) {
  return (
    <td title={props.title}>
      <span class="meter">
        <svg viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true">
          {props.children}
        </svg>
        <span class="cv">{props.text}</span>
      </span>
    </td>
  );
}

const STEADY = { "vector-effect": "non-scaling-stroke" } as const;

/** Bar: importance. Whisker: its 80 % interval. */
function Share({ of, most }: { of: ParameterImportance; most: number }) {
  const x = (share: number) => Math.max(0, (share / most) * 98);
  const { importance, low, high } = of;
  if (importance === null) return <td />;
  const title = low !== null && high !== null ? words.interval(percent(low), percent(high)) : "";
  return (
    <Cell title={title} text={decimals(importance, 2)}>
      <rect class="share" x="0" y="8" width={x(importance)} height="6" />
      {low !== null && high !== null && <path class="whisker" d={`M${x(low)} 8v6m0-3H${x(high)}m0-3v6`} {...STEADY} />}
    </Cell>
  );
}

/** A solid bar with a side is a rank correlation; a dashed bar on both sides is eta, which has no sign. */
function Correlation({ of, metric }: { of: ParameterImportance; metric: string }) {
  const { kind, value: size, low, high, n } = of.correlation;
  if (kind === null || size === null) return <td />;
  const said = kind === "rank" ? words.rankCorrelation(metric) : words.eta;
  const interval = low !== null && high !== null ? `, ${words.interval(signed(low), signed(high))}` : "";
  const bar = kind === "rank" ? `M50 11H${50 + size * 50}` : `M${50 - size * 50} 11H${50 + size * 50}`;
  return (
    <Cell title={`${said}${interval}, ${words.onlyThere(n)}`} text={kind === "rank" ? signed(size) : decimals(size, 2)}>
      <path class="axis" d="M50 3V19M0 11H100" {...STEADY} />
      <path class={`corr ${kind}`} d={bar} {...STEADY} />
    </Cell>
  );
}

function signed(number: number): string {
  return `${number < 0 ? "−" : "+"}${decimals(Math.abs(number), 2)}`;
}

const SHOWN_PAIRS = 3;
const LEAST_PAIR = 0.01;

function Together({ importance }: { importance: Importance }) {
  const pairs = importance.interactions
    .filter((pair) => pair.importance >= LEAST_PAIR)
    .sort((a, b) => b.importance - a.importance)
    .slice(0, SHOWN_PAIRS);
  if (!pairs.length) return null;
  return (
    <p class="together">
      <span class="mute">{words.interactions}</span>
      {pairs.map(({ a, b, importance: own }) => (
        <span key={`${a} ${b}`}>
          {words.interaction(a, b)} <b>{decimals(own, 2)}</b>
        </span>
      ))}
    </p>
  );
}

function valuesOf(importance: Importance | null): (string | number | null)[][] {
  const head = ["parameter", "importance", "low", "high", "correlation", "kind", "n", "levels"];
  const rows = (importance?.parameters ?? []).map((each) => [
    each.path,
    each.importance,
    each.low,
    each.high,
    each.correlation.value,
    each.correlation.kind,
    each.correlation.n,
    each.levels?.map((level) => `${value(level.value)}: ${metricText(level.mean)} (${level.count})`).join("; ") ?? "",
  ]);
  return [head, ...rows];
}
