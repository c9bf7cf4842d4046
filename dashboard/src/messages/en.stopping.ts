/** Words about stopping early. */
import { count } from "../data/format";

export const stopping = {
  row: "row",
  /** `Hyperband from epoch 3`; without a row where it is not known. */
  rule: (name: string, what: string, from: number | null) => {
    const called = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return from === null ? called : `${called} from ${what} ${count(from)}`;
  },
};
