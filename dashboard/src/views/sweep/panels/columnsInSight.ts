/** How many small charts stand beside each other, as the style sheet has laid them out. */
import { useEffect, useRef, useState } from "preact/hooks";

export function useColumns() {
  const grid = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(1);
  useEffect(() => {
    const element = grid.current;
    if (!element) return;
    const seen = new ResizeObserver(() => {
      setColumns(getComputedStyle(element).gridTemplateColumns.split(" ").length);
    });
    seen.observe(element);
    return () => seen.disconnect();
  }, []);
  return [grid, columns] as const;
}
