/** Files that a run has logged, fetched when they are shown. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api";
import { type Table, tableFrom } from "../../data/matrix";
import { source } from "../../source";

/** The table behind a path: undefined while it comes, null where it cannot be read. */
export function useTable(key: string, path: string): Table | null | undefined {
  const [table, setTable] = useState<Table | null | undefined>(undefined);
  useEffect(() => {
    let gone = false;
    const set = (value: Table | null) => gone || setTable(value);
    source.json(api.fileAddress(key, path)).then(
      (value) => set(tableFrom(value)),
      () => set(null),
    );
    return () => {
      gone = true;
    };
  }, [key, path]);
  return table;
}
