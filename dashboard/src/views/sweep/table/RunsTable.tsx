/** All runs, every one reachable; only those in sight are in the page. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { value } from "../../../data/format";
import { EMPTY } from "../../../data/layout";
import { lengthParameter } from "../../../data/length";
import { sweep as words } from "../../../messages/en.sweep";
import { useWidth } from "../../../parts/useWidth";
import { hovered, select, selection } from "../../../state/selection";
import { colourOf } from "../colours";
import type { SweepModel } from "../model";
import { useNow } from "../now";
import type { CellContext } from "./cells";
import type { ChosenColumns } from "./chosen";
import { decimalsOf } from "./columns";
import { GroupRow } from "./GroupRow";
import { Head } from "./Head";
import { useTableKeys } from "./keys";
import { RunRow } from "./RunRow";
import type { TableRows } from "./rows";
import { Sparks } from "./sparks";
import { useVirtual } from "./virtual";
import { type Placed, placed } from "./widths";

const ROW = 24;
const ROW_NARROW = 32;
const HEAD = 24;
const NARROW = "(max-width: 720px), (pointer: coarse)";

interface Props {
  model: SweepModel;
  rows: TableRows;
  chosen: ChosenColumns;
}

export function RunsTable({ model, rows, chosen }: Props) {
  const { ref: box, width } = useWidth<HTMLDivElement>();
  const height = useRowHeight();
  const found = rows.rows.value;
  const lines = found?.lines ?? new Int32Array(0);
  const virtual = useVirtual(box, lines.length, height, HEAD);
  const context = useContext(model);
  useTableKeys(model, rows, virtual);
  useKeptAtTop(virtual, rows);
  if (!found || !context) return <div class="tablebox" ref={box} />;
  const columns = placed(chosen.shown.value, pinnedIn(chosen), width);
  const items = virtual.getVirtualItems();
  const first = items[0]?.start ?? 0;
  const rest = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not scroll alike everywhere
    <div
      class="tablebox"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      role="group"
      aria-label={words.runs}
      onPointerLeave={() => {
        hovered.value = null;
      }}
    >
      <table class="runs" aria-rowcount={lines.length + 1} style={{ width: `${totalWidth(columns)}px` }}>
        <colgroup>
          {columns.map(({ column, width: wide }) => (
            <col key={column.id} style={{ width: `${wide}px` }} />
          ))}
          <col style={{ width: "0" }} />
        </colgroup>
        <Head columns={columns} rows={rows} />
        <tbody>
          {first > 0 && <Gap height={first} span={columns.length + 1} />}
          {items.map(({ index }) => {
            const line = lines[index]!;
            if (line >= 0) {
              return (
                <RunRow
                  key={context.seen.table.number[line]}
                  open={model.open}
                  row={line}
                  place={index + 1}
                  columns={columns}
                  context={context}
                />
              );
            }
            const group = found.groups[~line]!;
            return (
              <GroupRow
                key={group.key}
                group={group}
                place={index + 1}
                closed={rows.closed.value.has(group.key)}
                span={columns.length + 1}
                toggle={() => rows.toggle(group.key)}
              />
            );
          })}
          {rest > 0 && <Gap height={rest} span={columns.length + 1} />}
        </tbody>
      </table>
      {lines.length === 0 && <Nothing bare={found.seen.table.count === 0} />}
    </div>
  );
}

function Gap({ height, span }: { height: number; span: number }) {
  return (
    <tr class="gap" style={{ height: `${height}px` }}>
      <td colSpan={span} />
    </tr>
  );
}

function Nothing({ bare }: { bare: boolean }) {
  if (bare) return <p class="nothing">{words.noRunsInTable}</p>;
  return (
    <p class="nothing">
      {words.nothingFits}{" "}
      <button type="button" class="tx" onClick={() => select({ filters: [] })}>
        {words.showAll}
      </button>
    </p>
  );
}

function totalWidth(columns: readonly Placed[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}

/** The run's name always stays in sight. */
function pinnedIn(chosen: ChosenColumns): ReadonlySet<string> {
  const { pinned } = chosen.layout.value ?? EMPTY;
  const first = chosen.shown.value[0]?.id;
  return new Set(first === "number" ? [...pinned, "number"] : pinned);
}

function useContext(model: SweepModel): CellContext | null {
  const seen = model.seen.value;
  const sweep = model.sweep.value;
  const now = useNow((sweep?.counts.running ?? 0) > 0);
  const loaded = model.objective ? model.open.lines(model.objective).value.value : null;
  const scale = model.scale.value;
  const better = model.goal === "maximize" ? "higher" : "lower";
  const sparks = useMemo(() => loaded && new Sparks(loaded, scale, better), [loaded, loaded?.version, scale, better]);
  const length = useMemo(() => seen && lengthParameter(seen.table, model.parameters.value), [seen, model]);
  const { of } = selection.value;
  return useMemo(() => {
    if (!seen || !sweep) return null;
    return {
      seen,
      sweep: sweep.key,
      sparks,
      now,
      length,
      colour: (row: number) => colourOf(seen, row),
      metrics: new Map(seen.table.metrics.map((name) => [`metric:${name}`, seen.table.metric(name, of)])),
      decimals: new Map(sweep.parameters.map((parameter) => [parameter.path, decimalsOf(parameter)])),
      constants: new Map(sweep.parameters.map((parameter) => [`param:${parameter.path}`, value(parameter.value)])),
    };
  }, [seen, sweep, sparks, now, length, of]);
}

function useRowHeight(): number {
  const narrow = useSignal(matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const turned = () => {
      narrow.value = media.matches;
    };
    media.addEventListener("change", turned);
    return () => media.removeEventListener("change", turned);
  }, [narrow]);
  return narrow.value ? ROW_NARROW : ROW;
}

/** Another order or other groups begin at the top; data that arrive leave the table where it is. */
function useKeptAtTop(virtual: ReturnType<typeof useVirtual>, rows: TableRows): void {
  const order = `${JSON.stringify(rows.sort.value)} ${rows.groupedBy.value} ${JSON.stringify(selection.value.filters)}`;
  const before = useRef(order);
  useEffect(() => {
    if (before.current !== order) virtual.scrollToOffset(0);
    before.current = order;
  }, [order, virtual]);
}
