/** How wide each column is, and where those that stay in sight stand. */
import type { TableColumn } from "./columns";

export interface Placed {
  column: TableColumn;
  width: number;
  /** Pixels from the left edge at which a pinned column stays; null for the others. */
  left: number | null;
}

/** Gives each column its share of what is left of the room, so that rows reach from edge to edge. */
export function placed(columns: readonly TableColumn[], pinned: ReadonlySet<string>, room: number): Placed[] {
  const needed = columns.reduce((sum, column) => sum + column.width, 0);
  const wide = columns.filter((column) => column.kind !== "run" && column.kind !== "spark").length;
  const spare = wide ? Math.max(0, Math.floor((room - needed) / wide)) : 0;
  let at = 0;
  return columns.map((column) => {
    const width = column.width + (column.kind === "run" || column.kind === "spark" ? 0 : spare);
    const left = pinned.has(column.id) ? at : null;
    if (left !== null) at += width;
    return { column, width, left };
  });
}
