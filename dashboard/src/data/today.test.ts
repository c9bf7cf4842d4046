import { describe, expect, it } from "vitest";
import type { RunView } from "./model";
import { RunTable } from "./runs";
import { type Event, eventsOf, midnight, newestFirst } from "./today";

function run(number: number, ended: number | null, best: number | null, state: RunView["state"] = "finished"): RunView {
  return {
    key: `r${number}`,
    id: `r${number}`,
    project: "p",
    sweep: "s",
    number,
    state,
    attempt: 1,
    losses: 0,
    params: {},
    config: {},
    summary: {},
    reason: null,
    stop: null,
    agent: null,
    created: 0,
    started: 1,
    ended,
    exit_code: 0,
    error: state === "failed" ? "out of memory" : "",
    rows: 1,
    skipped: 0,
    best,
    last: best,
    best_row: {},
    ranges: {},
    name: "",
    notes: "",
    tags: [],
    group: "",
    job_type: "",
    preempting: false,
    deleted: null,
  };
}

function table(...runs: RunView[]): RunTable {
  const made = new RunTable("s", [], ["loss"], "loss");
  for (const item of runs) made.apply(item);
  return made;
}

const sweep = {
  key: "s",
  label: "lenet5",
  name: "",
  state: "finished" as const,
  reason: "run_cap",
  created: 10,
  ended: 90,
  objective: { goal: "minimize" as const },
};
const words = (events: Event[]) => events.map((event) => `${event.time} ${event.what} ${event.number ?? ""}`.trim());

describe("eventsOf", () => {
  const runs = table(
    run(1, 20, 0.5),
    run(2, 40, 0.2),
    run(3, 30, 0.3),
    run(4, 50, 0.4),
    run(5, 60, null, "failed"),
    run(6, null, 0.1, "running"),
  );

  it("tells new bests in the order in which runs ended, failures, beginning and end", () => {
    expect(words(newestFirst(eventsOf(sweep, runs, "loss", 0), 20))).toEqual([
      "90 state",
      "60 failed 5",
      "40 best 2",
      "30 best 3",
      "10 created",
    ]);
  });

  it("leaves out what was before", () => {
    expect(words(newestFirst(eventsOf(sweep, runs, "loss", 35), 20))).toEqual(["90 state", "60 failed 5", "40 best 2"]);
  });

  it("knows beginning and end without runs", () => {
    expect(words(eventsOf(sweep, null, null, 0))).toEqual(["10 created", "90 state"]);
  });
});

describe("newestFirst", () => {
  it("tells each thing once, however often it was noticed", () => {
    const events = eventsOf(sweep, table(run(1, 20, 0.5)), "loss", 0);
    expect(newestFirst([...events, ...events], 2).length).toBe(2);
    expect(newestFirst([...events, ...events], 9).length).toBe(3);
  });
});

it("begins the day at the reader's midnight", () => {
  const now = new Date(2026, 10, 25, 14, 30);
  expect(midnight(now)).toBe(new Date(2026, 10, 25).getTime() / 1000);
});
