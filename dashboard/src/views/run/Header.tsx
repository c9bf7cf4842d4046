/** The head of the run page: what it is, how it goes, and what can be done. */
import { useSignal } from "@preact/signals";
import { fullTime, moment, timeOfDay } from "../../data/format";
import { neighbours } from "../../data/standing";
import { connection } from "../../live/stream";
import { canChange } from "../../live/sweep";
import { en } from "../../messages/en";
import { run as words } from "../../messages/en.run";
import { Button } from "../../parts/Button";
import { EditDialog } from "../../parts/EditDialog";
import { useCommands, useShortcuts } from "../../parts/hooks";
import { Icon } from "../../parts/Icon";
import { Menu } from "../../parts/Menu";
import { State } from "../../parts/State";
import { go, link } from "../../state/router";
import { useRunCommands } from "../sweep/runcommands";
import { copyConfig, editRun, nameOf, removeRun, runAgain, stopRun } from "./actions";
import { isBest, type Sight } from "./sight";
import { stateWords } from "./stateWords";

export function Header({ sight }: { sight: Sight }) {
  const { run, planned, openSweep } = sight;
  useRunCommands(openSweep);
  return (
    <div class="head">
      <Neighbours sight={sight} />
      <h1>{words.heading(nameOf(run))}</h1>
      {run.name && run.number !== null && <span class="ink2">{run.name}</span>}
      <span aria-live="polite">
        <State of={run.state} word={stateWords(run, planned)} />
      </span>
      <Meta sight={sight} />
      <span class="sp" />
      {canChange && <Actions sight={sight} />}
    </div>
  );
}

function Neighbours({ sight }: { sight: Sight }) {
  const { run, table } = sight;
  const { before, after } =
    table && run.number !== null ? neighbours(table, run.number) : { before: null, after: null };
  const to = (number: number | null) => () => {
    if (number !== null && run.sweep) go({ page: "run", ref: run.sweep, number });
  };
  useShortcuts(
    () => [
      { keys: "j", what: words.after, run: to(after) },
      { keys: "k", what: words.before, run: to(before) },
    ],
    [before, after],
  );
  if (run.number === null || !run.sweep) return null;
  return (
    <span class="pn">
      <Step to={before} sweep={run.sweep} label={words.before} icon="left" />
      <Step to={after} sweep={run.sweep} label={words.after} icon="right" />
    </span>
  );
}

function Step(props: { to: number | null; sweep: string; label: string; icon: "left" | "right" }) {
  if (props.to === null) {
    return (
      <span class="icb off" aria-hidden="true">
        <Icon name={props.icon} />
      </span>
    );
  }
  return (
    <a
      class="icb"
      href={link({ page: "run", ref: props.sweep, number: props.to })}
      aria-label={props.label}
      title={props.label}
    >
      <Icon name={props.icon} />
    </a>
  );
}

function Meta({ sight: { run } }: { sight: Sight }) {
  const parts = [run.agent, run.sweep ? null : words.outside].filter(Boolean);
  const { started, ended } = run;
  return (
    <span class="meta">
      {parts.join(" · ")}
      {started !== null && (
        <>
          {parts.length > 0 && " · "}
          <span title={`${fullTime(started)}${ended === null ? "" : ` ${words.to} ${fullTime(ended)}`}`}>
            {words.span(dated(started), ended === null ? words.now : timeOfDay(ended))}
          </span>
        </>
      )}
    </span>
  );
}

function dated(seconds: number): string {
  const [day, time] = [moment(seconds), timeOfDay(seconds)];
  return day === time ? time : `${day}, ${time}`;
}

function Actions({ sight }: { sight: Sight }) {
  const { open, run } = sight;
  const editing = useSignal(false);
  const off = connection.value.state === "lost";
  const running = run.state === "running";
  const removable = run.ended !== null || run.state === "pending";
  const edit = () => {
    editing.value = true;
  };
  useOwnCommands(sight, edit);
  return (
    <div class="acts">
      {running && (
        <Button
          icon="stop"
          kind="danger"
          disabled={off || run.stop !== null}
          title={words.stopTitle}
          onClick={() => void stopRun(open, run)}
        >
          {run.stop === null ? words.stop : words.states.stopping}
        </Button>
      )}
      {!running && run.sweep && (
        <Button icon="redo" disabled={off} title={words.againTitle} onClick={() => void runAgain(open, run)}>
          {words.again}
        </Button>
      )}
      <CompareWithBest sight={sight} />
      <Menu
        label={words.menuLabel}
        items={[
          { label: words.edit, icon: "edit", disabled: off, run: edit },
          { label: words.copyConfig, icon: "copy", run: () => void copyConfig(run) },
          {
            label: words.remove,
            icon: "trash",
            kind: "danger",
            disabled: off || !removable,
            run: () => void removeRun(open, run),
          },
        ]}
      />
      {editing.value && (
        <EditDialog
          record={run}
          save={(edit) => editRun(open, run, edit)}
          onClose={() => {
            editing.value = false;
          }}
        />
      )}
    </div>
  );
}

function CompareWithBest({ sight }: { sight: Sight }) {
  const { run, standing } = sight;
  if (!run.sweep || run.number === null || standing?.best == null || isBest(sight)) return null;
  const query = `compare=${standing.best},${run.number}&v.tab=compare`;
  return (
    <a class="btn" href={`${link({ page: "sweep", ref: run.sweep })}?${query}`}>
      {words.compare}
    </a>
  );
}

function useOwnCommands(sight: Sight, edit: () => void): void {
  const { open, run } = sight;
  useCommands(() => {
    const section = words.heading(nameOf(run));
    const removable = run.ended !== null || run.state === "pending";
    return [
      { id: "run-edit", title: en.editTitle, section, run: edit },
      ...(run.state === "running"
        ? [{ id: "run-stop", title: words.stop, section, run: () => void stopRun(open, run) }]
        : []),
      ...(run.state !== "running" && run.sweep
        ? [{ id: "run-again", title: words.again, section, run: () => void runAgain(open, run) }]
        : []),
      ...(removable ? [{ id: "run-remove", title: words.remove, section, run: () => void removeRun(open, run) }] : []),
    ];
  }, [run.key, run.state]);
}
