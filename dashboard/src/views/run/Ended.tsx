/** Why a run was stopped, failed or waits, with the rule's numbers and its picture; and what happens next. */
import type { ComponentChildren } from "preact";
import { allAt, bands, needed, numberIn, type Peer, peersAt, type Rule, ruleIn } from "../../data/hyperband";
import type { StopReason } from "../../data/model";
import { run as words } from "../../messages/en.run";
import type { Words } from "../../messages/rich";
import { Said } from "../../parts/Said";
import { Section } from "../../parts/Section";
import { ExportMenu } from "../saving/Export";
import { shotIn } from "../saving/page";
import { fileName } from "./fileName";
import { Rung } from "./Rung";
import { DRAWN, ruleWords } from "./rules";
import type { Sight } from "./sight";

export function Ended({ sight }: { sight: Sight }) {
  const { run } = sight;
  switch (run.state) {
    case "stopped":
      return run.stop ? <Stopped sight={sight} stop={run.stop} /> : null;
    case "failed":
      return <Why sight={sight} title={words.whyFailed} said={failure(sight)} />;
    case "crashed":
      return <Why sight={sight} title={words.whyLost} said={[...words.lost(run.losses), ...error(run.error)]} />;
    case "canceled":
      return <Why sight={sight} title={words.whyCanceled} said={words.withSweep()} />;
    case "preempted":
      return <Why sight={sight} title={words.whyWaiting} said={words.backInQueue(run.losses, run.attempt)} />;
    case "pending":
      return <Why sight={sight} title={words.whyWaiting} said={words.waits()} />;
    case "running":
      return <Outlook sight={sight} />;
    default:
      return null;
  }
}

interface WhyProps {
  sight: Sight;
  title: string;
  said: Words;
  controls?: ComponentChildren;
  children?: ComponentChildren;
}

function Why(props: WhyProps) {
  return (
    <Section id="ended" title={props.title} controls={props.controls}>
      <p class="say">
        <Said words={props.said} sweep={props.sight.run.sweep} />
      </p>
      {props.children}
    </Section>
  );
}

// -- stopped ---------------------------------------------------------------------------------------------------------

function Stopped({ sight, stop }: { sight: Sight; stop: StopReason }) {
  const peers = usePeers(sight, stop.rung);
  if (stop.rung === null) return <Why sight={sight} title={words.whyStopped} said={byOthers(stop)} />;
  const said = byRule(sight, stop, peers);
  if (stop.threshold === null || peers.length < 2 || !DRAWN.includes(stop.source))
    return <Why sight={sight} title={words.whyStopped} said={said} />;
  return (
    <Why sight={sight} title={words.whyStopped} said={said} controls={<RungMenu sight={sight} peers={peers} />}>
      <Rung sight={sight} peers={peers} row={stop.rung} threshold={stop.threshold} own={stop.value} />
    </Why>
  );
}

function RungMenu({ sight, peers }: { sight: Sight; peers: readonly Peer[] }) {
  const values = () => [["run", sight.metric ?? ""], ...peers.map(({ number, value }) => [number, value])];
  return <ExportMenu name={fileName(sight.run, "stopped")} shot={shotIn("ended", ".picture")} values={values} />;
}

/** The runs that had reached the row by then, this one among them. */
function usePeers({ openSweep, table, metric, goal, run }: Sight, row: number | null): Peer[] {
  if (!openSweep || !table || !metric || row === null || run.number === null) return [];
  const lines = openSweep.lines(metric).value.value;
  return lines ? peersAt(lines, table, run.number, row, goal) : [];
}

function byOthers({ source, note }: StopReason): Words {
  if (source === "person") return words.byHand(note);
  if (source === "timeout") return words.timedOut();
  return source === "canceled" ? words.withSweep() : words.otherStop(source, note);
}

function byRule(sight: Sight, stop: StopReason, peers: readonly Peer[]): Words {
  const note = stop.note && stop.source !== "patience" ? words.note(stop.note) : [];
  const told = stop.source === "hyperband" ? byHyperband(sight, stop, peers) : ruleWords(stop);
  return [...told, ...sparedWords(sight), ...note];
}

function byHyperband(sight: Sight, stop: StopReason, peers: readonly Peer[]): Words {
  const { sweep, metric } = sight;
  const there = stop.peers ?? peers.length;
  const rule = sweep && ruleIn(sweep.text);
  return [
    ...words.rule(stop.rung ?? 0, there),
    ...thresholdWords(stop, there, rule?.eta ?? null, metric ?? ""),
    ...ownWords(sight, stop, peers),
  ];
}

function thresholdWords(stop: StopReason, there: number, eta: number | null, metric: string): Words {
  if (stop.threshold === null) return [];
  const index = eta === null ? null : Math.floor(there / eta);
  // The figures are told as the rule has them only where they are those that were kept.
  if (index === null || eta === null || (stop.kept !== null && stop.kept !== index + 1))
    return words.byShare(stop.threshold);
  return words.byIndex(metric, there, eta, index, stop.threshold, index + 1);
}

function ownWords({ run }: Sight, stop: StopReason, peers: readonly Peer[]): Words {
  if (stop.value === null) return words.hadNone();
  const place = peers.length === stop.peers ? peers.findIndex((peer) => peer.number === run.number) + 1 : 0;
  return words.had(stop.value, place > 0 ? place : null);
}

function sparedWords({ run, planned }: Sight): Words {
  const left = planned ? planned.rows - run.rows : 0;
  if (!planned || left <= 0 || run.started === null || run.ended === null) return [];
  return words.spared(left, planned.epochs, run.rows > 0 ? (left * (run.ended - run.started)) / run.rows : null);
}

// -- failed ----------------------------------------------------------------------------------------------------------

function failure(sight: Sight): Words {
  const { run, metric } = sight;
  return [
    ...words.failedBecause(words.exit(run.exit_code), run.error),
    " ",
    ...nextWords(sight),
    ...(metric ? [" ", ...words.leftOut(metric)] : []),
  ];
}

/** Whether the configuration is tried once more, as far as can be told. */
function nextWords({ run, table, sweep }: Sight): Words {
  if (!table || run.number === null) return [];
  for (let row = 0; row < table.count; row++) {
    const reason = table.restAt(row).reason;
    const again = reason?.source === "retry" && new RegExp(`#${run.number}(?!\\d)`).test(reason.note);
    if (again && table.number[row] !== run.number) return words.retriedAs(table.number[row]!);
  }
  const goesOn = sweep?.state === "running" || sweep?.state === "pending" || sweep?.state === "paused";
  const retries = sweep ? numberIn(sweep.text, "retries") : null;
  return goesOn && retries !== 0 && run.reason?.source !== "retry" ? words.willRetry() : words.noRetry();
}

function error(text: string): Words {
  return text ? [` ${text}`] : [];
}

// -- running ---------------------------------------------------------------------------------------------------------

function Outlook({ sight }: { sight: Sight }) {
  const { sweep, run, planned } = sight;
  const rule = sweep && ruleIn(sweep.text);
  const next = rule && bands(rule, planned?.rows ?? Number.MAX_SAFE_INTEGER).find((band) => band > run.rows);
  if (!rule || !next || (planned && next >= planned.rows)) return null;
  return <AtBand sight={sight} rule={rule} row={next} />;
}

function AtBand({ sight, rule, row }: { sight: Sight; rule: Rule; row: number }) {
  const { openSweep, table, metric, goal, run } = sight;
  const lines = openSweep && metric ? openSweep.lines(metric).value.value : null;
  const there = lines && table ? allAt(lines, table, row, goal) : [];
  const threshold = needed(there, rule.eta);
  const pace = run.rows > 0 && run.started !== null ? (Date.now() / 1000 - run.started) / run.rows : null;
  const said = [
    ...words.nextBand(row, pace === null ? null : pace * (row - run.rows)),
    ...(threshold === null ? [] : words.needs(there.length, threshold, goal === "minimize")),
    ...(run.last === null ? [] : words.nowAt(run.last)),
  ];
  return <Why sight={sight} title={words.willItGoOn} said={said} />;
}
