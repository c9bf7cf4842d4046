/** What a server said of a LeNet-5 sweep of 20 runs that really happened, an answer a line; figures are rounded. */
import { readFileSync } from "node:fs";
import type { Portrait, SweepDetail } from "../../../data/model";

const lines = readFileSync("src/views/search/testing/lenet5.jsonl", "utf8").trim().split("\n");
const answers = new Map(lines.map((line) => JSON.parse(line)).map(({ name, answer }) => [name, answer]));

/** A copy, which a test may change. */
function answer<T>(name: string): T {
  return structuredClone(answers.get(name)) as T;
}

export const theSweep = () => answer<SweepDetail>("sweep");
export const thePortrait = (others: "best" | "average" = "best") => answer<Portrait>(others);
export const theRuns = () => Uint8Array.from(atob(answer<string>("snapshot")), (byte) => byte.charCodeAt(0)).buffer;

/** The table of a sweep without runs. */
export function noRuns(): ArrayBuffer {
  const header = {
    cursor: 1,
    rows: 0,
    sweep: "d2ptyvr6",
    parameters: [],
    metrics: [],
    objective: "val_loss",
    columns: [],
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const frame = new Uint8Array(8 + text.length);
  frame.set(new TextEncoder().encode("VRC1"));
  new DataView(frame.buffer).setUint32(4, text.length, true);
  frame.set(text, 8);
  return frame.buffer;
}
