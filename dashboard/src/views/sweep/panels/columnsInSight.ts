/** How many small charts stand beside each other, as the style sheet has laid them out. */
import { useEffect, useState } from "preact/hooks";

/** The element of a grid, what to give it as `ref`, and how many columns it has now. */
export function useColumns() {
  const [grid, setGrid] = useState<HTMLDivElement | null>(null);
  const [columns, setColumns] = useState(1);
  useEffect(() => {
    if (!grid) return;
    const seen = new ResizeObserver(() => {
      setColumns(getComputedStyle(grid).gridTemplateColumns.split(" ").length);
    });
    seen.observe(grid);
    return () => seen.disconnect();
  }, [grid]);
  return { setGrid, columns };
}
