/** Where runs differ: the rows of a comparison. */
import type { Json } from "./model";

export interface Difference {
  path: string;
  /** One a run, in the order given; null where it has none. */
  values: Json[];
  /** Whether each is the same as the first run's. */
  same: boolean[];
}

export interface Comparison {
  different: Difference[];
  /** How many are the same in all runs. */
  same: number;
}

/** The paths in which the runs differ, in the order given. */
export function compare(
  paths: readonly string[],
  count: number,
  value: (path: string, run: number) => Json,
): Comparison {
  const different: Difference[] = [];
  for (const path of paths) {
    const values = Array.from({ length: count }, (_, run) => value(path, run));
    const texts = values.map((each) => JSON.stringify(each));
    const same = texts.map((text) => text === texts[0]);
    if (!same.every(Boolean)) different.push({ path, values, same });
  }
  return { different, same: paths.length - different.length };
}
