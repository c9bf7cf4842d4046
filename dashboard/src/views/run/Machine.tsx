/** What the run took of its machine. */
import { bytes } from "../../data/format";
import type { Gauge } from "../../data/model";
import { run as words } from "../../messages/en.run";
import { Section } from "../../parts/Section";
import { Spark } from "../../parts/Spark";
import { ExportMenu } from "../saving/Export";
import { shotIn } from "../saving/page";
import { fileName } from "./fileName";
import type { Sight } from "./sight";

const ORDER = ["cpu", "memory", "disk_read", "disk_write", "network_sent", "network_received"];
/** A line of a word's size has no more than this many places. */
const PLACES = 160;

export function Machine({ sight }: { sight: Sight }) {
  const gauges = sight.open.gauges.value;
  if (!gauges || gauges.length === 0) return null;
  return (
    <Section
      id="machine"
      title={words.machine}
      note={sight.run.agent}
      controls={
        <ExportMenu
          name={fileName(sight.run, "machine")}
          shot={shotIn("machine", ".sys")}
          values={() => valuesOf(gauges)}
        />
      }
    >
      <div class="sys">
        {namesOf(gauges).map((name) => (
          <OneGauge key={name} name={name} gauges={gauges} />
        ))}
      </div>
    </Section>
  );
}

function namesOf(gauges: readonly Gauge[]): string[] {
  const names = [...new Set(gauges.flatMap((gauge) => Object.keys(gauge.values)))];
  const place = (name: string) => ORDER.indexOf(name) + 1 || ORDER.length + 1;
  return names.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Every reading, with the time of it in seconds since 1970. */
function valuesOf(gauges: readonly Gauge[]): (string | number | null)[][] {
  const names = namesOf(gauges);
  return [
    ["time", ...names],
    ...gauges.map(({ time, values }) => [time, ...names.map((name) => values[name] ?? null)]),
  ];
}

function OneGauge({ name, gauges }: { name: string; gauges: readonly Gauge[] }) {
  const known = thinned(gauges.filter((gauge) => Number.isFinite(gauge.values[name])));
  const values = known.map((gauge) => gauge.values[name]!);
  const [first, last] = [known[0]!.time, known.at(-1)!.time];
  const title = titleOf(name);
  const [now, least, most] = [values.at(-1)!, Math.min(...values), Math.max(...values)].map((value) =>
    withUnit(name, value),
  ) as [string, string, string];
  return (
    <>
      <span>{title}</span>
      <Spark
        values={values}
        from={0}
        to={Math.max(...values, 1e-9)}
        places={known.map((gauge) => (last > first ? (gauge.time - first) / (last - first) : 1))}
        label={words.gaugeLabel(title, now, least, most)}
      />
      <span class="v" title={words.range(least, most)}>
        {now}
      </span>
    </>
  );
}

function thinned(gauges: readonly Gauge[]): readonly Gauge[] {
  const every = Math.max(1, Math.ceil(gauges.length / PLACES));
  return gauges.filter((_, i) => i % every === 0 || i === gauges.length - 1);
}

function titleOf(name: string): string {
  const gpu = /^gpu\.(\d+)\.(\w+)$/.exec(name);
  const { gauges } = words;
  if (gpu) return gauges.gpu(gpu[1]!, gauges.gpuParts[gpu[2] as keyof typeof gauges.gpuParts] ?? gpu[2]!);
  const known = gauges[name as "cpu" | "memory" | "disk_read"];
  return typeof known === "string" ? known : name;
}

function withUnit(name: string, value: number): string {
  if (/memory|bytes/.test(name) && value > 100) return bytes(value);
  if (/disk|network/.test(name)) return `${bytes(value)}/s`;
  if (/power/.test(name)) return `${Math.round(value)} W`;
  if (/temp/.test(name)) return `${Math.round(value)} °C`;
  return `${Math.round(value)} %`;
}
