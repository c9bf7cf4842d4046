/** Which columns a table shows, in what order, and which of them stay in sight: what the user chose, over what there is. */

export interface Layout {
  /** Ids in the order chosen. Columns that are not named come after these, in their own order. */
  order: string[];
  hidden: string[];
  /** Shown although they are hidden by themselves, as constants are. */
  shown: string[];
  pinned: string[];
}

export interface Known {
  id: string;
  /** Hidden unless the user shows it. */
  optional: boolean;
}

export const EMPTY: Layout = { order: [], hidden: [], shown: [], pinned: [] };

/** All columns in the order chosen, pinned ones first. */
export function arranged<T extends Known>(known: readonly T[], layout: Layout): T[] {
  const byId = new Map(known.map((column) => [column.id, column]));
  const chosen = layout.order.flatMap((id) => byId.get(id) ?? []);
  const rest = known.filter((column) => !layout.order.includes(column.id));
  const all = [...chosen, ...rest];
  const pinned = (column: T) => layout.pinned.includes(column.id);
  return [...all.filter(pinned), ...all.filter((column) => !pinned(column))];
}

export function isShown(column: Known, layout: Layout): boolean {
  return column.optional ? layout.shown.includes(column.id) : !layout.hidden.includes(column.id);
}

export function toggleShown(layout: Layout, column: Known): Layout {
  const part = column.optional ? "shown" : "hidden";
  return { ...layout, [part]: toggled(layout[part], column.id) };
}

export function togglePinned(layout: Layout, id: string): Layout {
  return { ...layout, pinned: toggled(layout.pinned, id) };
}

/** The layout with a column moved by so many places among all that are there; pinned ones move among the pinned. */
export function moved(known: readonly Known[], layout: Layout, id: string, by: number): Layout {
  const order = arranged(known, layout).map((column) => column.id);
  const from = order.indexOf(id);
  const to = Math.max(0, Math.min(order.length - 1, from + by));
  if (from < 0 || from === to) return layout;
  order.splice(to, 0, ...order.splice(from, 1));
  return { ...layout, order };
}

/** A layout as it was kept, whatever that was. */
export function readLayout(kept: unknown): Layout {
  const raw = typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {};
  const list = (name: string): string[] => {
    const value = raw[name];
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
  };
  return { order: list("order"), hidden: list("hidden"), shown: list("shown"), pinned: list("pinned") };
}

function toggled(list: readonly string[], id: string): string[] {
  return list.includes(id) ? list.filter((each) => each !== id) : [...list, id];
}
