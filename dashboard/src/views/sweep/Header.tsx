/** The head of a sweep's pages: name, state, pages, what kind of search it is, and what can be done with it. */
import { useSignal } from "@preact/signals";
import { api, type Edit } from "../../api";
import { fullTime, moment, timeOfDay } from "../../data/format";
import type { Action, SweepDetail } from "../../data/model";
import { connection } from "../../live/stream";
import { canChange, type OpenSweep } from "../../live/sweep";
import { sweep as words } from "../../messages/en.sweep";
import { Button } from "../../parts/Button";
import { EditDialog } from "../../parts/EditDialog";
import { useCommands, useShortcuts } from "../../parts/hooks";
import type { IconName } from "../../parts/Icon";
import { Menu } from "../../parts/Menu";
import { State } from "../../parts/State";
import { link } from "../../state/router";
import { control, copyFile, removeSweep } from "./actions";
import { EnqueueDialog } from "./EnqueueDialog";
import { isOpen } from "./progress";
import { Stopping } from "./Stopping";

interface Props {
  open: OpenSweep;
  page: "sweep" | "search";
  /** Saves the runs as a file; only where the runs are shown. */
  exportRuns?: () => void;
}

export function SweepHeader({ open, page, exportRuns }: Props) {
  const sweep = open.sweep.value;
  if (!sweep) return <div class="head" />;
  return (
    <div class="head">
      <h1>{sweep.name || sweep.id}</h1>
      <SweepState sweep={sweep} />
      <nav class="pages" aria-label={words.pages}>
        <PageLink sweep={sweep} to="sweep" page={page} text={words.overview} />
        <PageLink sweep={sweep} to="search" page={page} text={words.search} />
      </nav>
      <Meta open={open} sweep={sweep} />
      <span class="sp" />
      {canChange && <Actions open={open} sweep={sweep} {...(exportRuns ? { exportRuns } : {})} />}
      {(sweep.notes || sweep.tags.length > 0) && <Notes sweep={sweep} />}
    </div>
  );
}

function SweepState({ sweep }: { sweep: SweepDetail }) {
  if (sweep.state === "pending") return <State of="pending" word={words.waitingForAgent} />;
  return (
    <span title={sweep.state_reason || undefined}>
      <State of={sweep.state} />
    </span>
  );
}

function PageLink(props: { sweep: SweepDetail; to: "sweep" | "search"; page: string; text: string }) {
  return (
    <a
      class="tx"
      href={link({ page: props.to, ref: props.sweep.key })}
      aria-current={props.page === props.to ? "page" : undefined}
    >
      {props.text}
    </a>
  );
}

function Meta({ open, sweep }: { open: OpenSweep; sweep: SweepDetail }) {
  const { objective } = sweep;
  const at = moment(sweep.created);
  const began = /:/.test(at) ? at : `${at} ${timeOfDay(sweep.created)}`;
  return (
    <span class="meta">
      {sweep.method}
      {objective && (
        <>
          {" · "}
          {words.goal[objective.goal]} <span class="ink2">{objective.name}</span>
        </>
      )}
      {sweep.early_terminate && " · "}
      <Stopping open={open} />
      {" · "}
      <span title={fullTime(sweep.created)}>
        {sweep.state === "pending" ? words.created(began) : words.started(began)}
      </span>
    </span>
  );
}

function Notes({ sweep }: { sweep: SweepDetail }) {
  return (
    <p class="sweep-notes">
      {sweep.tags.map((tag) => (
        <span class="tag" key={tag}>
          {tag}
        </span>
      ))}
      {sweep.notes}
    </p>
  );
}

const ICONS: Record<Action, IconName> = { pause: "pause", resume: "play", stop: "stop", cancel: "cancel" };

/** Ends that came before there was nothing left to try. */
const CUT_SHORT = ["stopped", "failing"];

function actionsFor(sweep: SweepDetail): Action[] {
  if (sweep.state === "canceled" || CUT_SHORT.includes(sweep.state_reason)) return ["resume"];
  if (!isOpen(sweep)) return [];
  return [sweep.state === "paused" ? "resume" : "pause", "stop", "cancel"];
}

function Actions({ open, sweep, exportRuns }: { open: OpenSweep; sweep: SweepDetail; exportRuns?: () => void }) {
  const dialog = useSignal<"edit" | "enqueue" | null>(null);
  const lost = connection.value.state === "lost";
  const actions = actionsFor(sweep);
  const turn = actions[0];
  const close = () => {
    dialog.value = null;
  };
  const save = async (edit: Edit) => open.learnSweep(await api.editSweep(sweep.key, edit));
  useShortcuts(
    () => (turn && !lost ? [{ keys: "p", what: words.keys.pause, run: () => void control(open, turn, true) }] : []),
    [turn, lost, open],
  );
  useCommands(
    () =>
      lost
        ? []
        : [
            ...actions.map((action) => ({
              id: `sweep-${action}`,
              title: words.commandOf(words[action]),
              section: words.section,
              run: () => void control(open, action, true),
            })),
            { id: "sweep-edit", title: words.menu.edit, section: words.section, run: () => (dialog.value = "edit") },
          ],
    [actions.join(), lost, open],
  );
  const items = [
    { label: words.menu.edit, icon: "edit" as const, disabled: lost, run: () => (dialog.value = "edit") },
    ...(isOpen(sweep)
      ? [{ label: words.menu.enqueue, icon: "plus" as const, disabled: lost, run: () => (dialog.value = "enqueue") }]
      : []),
    { label: words.menu.copyFile, icon: "copy" as const, run: () => void copyFile(sweep) },
    ...(exportRuns ? [{ label: words.menu.exportRuns, icon: "down" as const, run: exportRuns }] : []),
    {
      label: words.menu.remove,
      icon: "trash" as const,
      kind: "danger" as const,
      disabled: lost || sweep.counts.running > 0,
      run: () => void removeSweep(sweep),
    },
  ];
  return (
    <div class="acts">
      {actions.map((action) => (
        <Button
          key={action}
          icon={ICONS[action]}
          kind={action === "cancel" ? "danger" : "plain"}
          class={action === "cancel" ? "quietly" : ""}
          disabled={lost}
          title={lost ? words.says.notConnected : words.says[action]}
          onClick={() => void control(open, action)}
        >
          {words[action]}
        </Button>
      ))}
      <Menu label={words.more} items={items} />
      {dialog.value === "edit" && <EditDialog record={sweep} save={save} onClose={close} />}
      {dialog.value === "enqueue" && <EnqueueDialog open={open} onClose={close} />}
    </div>
  );
}
