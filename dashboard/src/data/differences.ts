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
  all: Difference[];
  different: Difference[];
  /** How many are the same in all runs. */
  same: number;
}

/** All paths, and those in which the runs differ, in the order given. */
export function compare(
  paths: readonly string[],
  count: number,
  value: (path: string, run: number) => Json,
): Comparison {
  const all = paths.map((path) => {
    const values = Array.from({ length: count }, (_, run) => value(path, run));
    const texts = values.map((each) => JSON.stringify(each));
    return { path, values, same: texts.map((text) => text === texts[0]) };
  });
  const different = all.filter(({ same }) => !same.every(Boolean));
  return { all, different, same: all.length - different.length };
}
