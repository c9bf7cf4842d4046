/** How wide each small chart is: as many beside each other as can be read, wider where there is more to see. */
import type { ParameterView } from "../../data/model";

export interface Column {
  parameter: ParameterView;
  width: number;
  /** The first of a row carries the labels of the axis. */
  labelled: boolean;
}

/** What one share is at least, and at most, in pixels. */
const [LEAST, MOST] = [88, 210];
export const GAP = 12;
/** What the labels of the axis take. */
const LABELS = 26;
const NUMBER = 2.35;

/** Shares of the width: a number needs room for its curve, a category for each value. */
export function shareOf({ values, when }: Pick<ParameterView, "values" | "when">): number {
  if (!values) return NUMBER;
  const slots = values.length + Number(when !== null);
  return Math.min(NUMBER, Math.max(1, 0.55 + 0.23 * slots));
}

export function rowsOf(parameters: readonly ParameterView[], width: number): Column[][] {
  if (width <= 0) return [];
  return broken(parameters, width).map((row) => columnsOf(row, width));
}

/** As few rows as there can be, about equally full. */
function broken(parameters: readonly ParameterView[], width: number): ParameterView[][] {
  const most = roomIn(width);
  let rows = filled(parameters, most);
  for (let room = most - STEP; room >= NUMBER; room -= STEP) {
    const tighter = filled(parameters, room);
    if (tighter.length > rows.length) break;
    rows = tighter;
  }
  return rows;
}

const STEP = 0.1;

/** Rows with room for so many shares, each filled before the next. */
function filled(parameters: readonly ParameterView[], room: number): ParameterView[][] {
  const rows: ParameterView[][] = [];
  let left = 0;
  for (const parameter of parameters) {
    const share = shareOf(parameter);
    if (rows.length === 0 || share > left) {
      rows.push([]);
      left = room;
    }
    rows.at(-1)!.push(parameter);
    left -= share;
  }
  return rows;
}

/** How many shares fit beside each other. */
function roomIn(width: number): number {
  return Math.max(NUMBER, (width - LABELS + GAP) / (LEAST + GAP / 2));
}

function columnsOf(row: readonly ParameterView[], width: number): Column[] {
  const shares = row.map(shareOf);
  const free = width - LABELS - GAP * (row.length - 1);
  const one = Math.min(MOST, free / shares.reduce((sum, share) => sum + share, 0));
  return row.map((parameter, i) => {
    const labelled = i === 0;
    return { parameter, labelled, width: Math.floor(one * shares[i]! + (labelled ? LABELS : 0)) };
  });
}
