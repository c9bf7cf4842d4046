import { describe, expect, it } from "vitest";
import { Columns } from "./columns";
import { csv } from "./csv";
import { clock, duration, metric, rate } from "./format";
import { found } from "./found";
import { LineTable } from "./lines";
import type { RunView } from "./model";
import { best, losses, ranks, UNRANKED } from "./ranking";
import { RunTable } from "./runs";
import { fromSearch, mask, NOTHING, type Selection, toSearch } from "./selection";

type Sent = { name: string; type: string; data?: ArrayBufferView; values?: unknown };

/** A frame as the server sends it. */
function frame(cursor: number, rows: number, sent: Sent[], extra: Record<string, unknown> = {}): ArrayBuffer {
  let offset = 0;
  const columns = sent.map(({ name, type, data, values }) => {
    const header = { name, type, offset, length: data ? data.byteLength / bytesOf(data) : 0, values };
    offset += Math.ceil((data?.byteLength ?? 0) / 8) * 8;
    return header;
  });
  let text = JSON.stringify({ cursor, rows, ...extra, columns });
  while ((8 + new TextEncoder().encode(text).length) % 8) text += " ";
  const head = new TextEncoder().encode(text);
  const all = new Uint8Array(8 + head.length + offset);
  all.set(new TextEncoder().encode("VRC1"));
  new DataView(all.buffer).setUint32(4, head.length, true);
  all.set(head, 8);
  sent.forEach(({ data }, i) => {
    if (data)
      all.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + head.length + columns[i].offset);
  });
  return all.buffer;
}

const bytesOf = (data: ArrayBufferView) => (data as Float64Array).BYTES_PER_ELEMENT;

const SWEEP = { sweep: "abcdefgh", parameters: ["lr", "act"], metrics: ["val_loss"], objective: "val_loss" };

function table(): RunTable {
  return RunTable.from(
    Columns.decode(
      frame(
        7,
        3,
        [
          { name: "number", type: "i32", data: Int32Array.of(1, 2, 4) },
          { name: "key", type: "text", values: ["a", "b", "d"] },
          { name: "state", type: "u8", data: Uint8Array.of(0, 1, 0), values: ["finished", "failed"] },
          { name: "best", type: "f64", data: Float64Array.of(0.5, Number.NaN, 0.1) },
          { name: "param:lr", type: "f64", data: Float64Array.of(0.1, 0.01, Number.NaN) },
          { name: "param:act", type: "u8", data: Uint8Array.of(1, 0, 255), values: ["tanh", "relu"] },
          { name: "error", type: "sparse", values: { 1: "out of memory" } },
        ],
        SWEEP,
      ),
    ),
  );
}

const run = (number: number, change: Partial<RunView> = {}): RunView =>
  ({
    key: `k${number}`,
    id: `k${number}`,
    project: "p",
    sweep: "abcdefgh",
    number,
    state: "running",
    attempt: 1,
    losses: 0,
    params: { lr: 0.2, act: "gelu" },
    config: {},
    summary: { val_loss: 0.3 },
    reason: null,
    stop: null,
    agent: null,
    created: 1,
    started: 2,
    ended: null,
    exit_code: null,
    error: "",
    rows: 1,
    skipped: 0,
    best: 0.3,
    last: 0.3,
    best_row: { val_loss: 0.3, acc: 0.9 },
    ranges: { val_loss: [0.3, 0.4], acc: [0.8, 0.9] },
    name: "",
    notes: "",
    tags: [],
    group: "",
    job_type: "",
    preempting: false,
    deleted: null,
    ...change,
  }) as RunView;

describe("RunTable", () => {
  it("reads what a snapshot says, absent values included", () => {
    const runs = table();
    expect([runs.cursor, runs.count, runs.row(4), runs.row(3)]).toEqual([7, 3, 2, -1]);
    expect(runs.paramsAt(0)).toEqual({ lr: 0.1, act: "relu" });
    expect(runs.paramsAt(2)).toEqual({});
    expect(runs.stateAt(1)).toBe("failed");
    expect(runs.restAt(1).error).toBe("out of memory");
  });

  it("puts a run in its place by number, with levels and metrics it did not know", () => {
    const runs = table();
    runs.apply(run(3));
    expect([...runs.number.subarray(0, runs.count)]).toEqual([1, 2, 3, 4]);
    expect(runs.paramsAt(2)).toEqual({ lr: 0.2, act: "gelu" });
    expect(runs.metric("acc", "best")[2]).toBe(0.9);
    expect(Number.isNaN(runs.metric("acc", "best")[3])).toBe(true);
    expect(runs.metric("val_loss", "best")[3]).toBe(0.1);
    expect(runs.keys).toEqual(["a", "b", "k3", "d"]);
  });

  it("takes names that every object knows for names", () => {
    const runs = table();
    for (const name of ["constructor", "__proto__"]) runs.metrics.push(name);
    runs.parameters.push("toString");
    runs.params.set("toString", { kind: "number", values: new Float64Array(8) });
    runs.apply(run(3));
    expect(runs.metric("constructor", "max")[2]).toBeNaN();
    expect(runs.metric("__proto__", "last")[2]).toBeNaN();
    expect(runs.paramAt("toString", 2)).toBeUndefined();
  });

  it("forgets a deleted run and takes it back", () => {
    const runs = table();
    runs.apply(run(2, { deleted: 5 }));
    expect([...runs.number.subarray(0, runs.count)]).toEqual([1, 4]);
    expect(runs.row(4)).toBe(1);
    runs.apply(run(2));
    expect(runs.row(2)).toBe(1);
  });

  it("grows beyond the room that it began with", () => {
    const runs = table();
    for (let number = 5; number < 400; number++) runs.apply(run(number, { best: number }));
    expect(runs.count).toBe(398);
    expect(runs.metric("val_loss", "best")[runs.row(399)]).toBe(399);
    expect(runs.paramAt("lr", runs.row(1))).toBe(0.1);
  });

  it("makes categories of a parameter when a word comes after numbers", () => {
    const runs = table();
    runs.apply(run(5, { params: { lr: "auto" } }));
    expect([0, 1, 2, 3].map((row) => runs.paramAt("lr", row))).toEqual([0.1, 0.01, undefined, "auto"]);
  });
});

describe("LineTable", () => {
  const lines = () =>
    LineTable.from(
      Columns.decode(
        frame(
          3,
          2,
          [
            { name: "number", type: "i32", data: Int32Array.of(1, 2) },
            { name: "count", type: "i32", data: Int32Array.of(2, 1) },
            { name: "x", type: "f32", data: Float32Array.of(1, 2, 1) },
            { name: "step", type: "f32", data: Float32Array.of(0, 1, 0) },
            { name: "time", type: "f32", data: Float32Array.of(1, 2, 1) },
            { name: "y", type: "f32", data: Float32Array.of(0.5, 0.25, 0.75) },
          ],
          { metric: "loss" },
        ),
      ),
    );
  const logged = (...values: number[]) => ({
    run: "k",
    sweep: "s",
    attempt: 1,
    rows: values.map((loss, i) => ({ step: i, time: 0, runtime: i, values: { loss } })),
  });

  it("takes in new rows and leaves alone those it has", () => {
    const table = lines();
    table.append(1, logged(9, 0.125), 2);
    table.append(3, logged(1), 1);
    const flat = table.flat();
    expect([...flat.number]).toEqual([1, 2, 3]);
    expect([...flat.start]).toEqual([0, 3, 4, 5]);
    expect([...flat.y]).toEqual([0.5, 0.25, 0.125, 0.75, 1]);
  });

  it("begins anew what was forgotten", () => {
    const table = lines();
    table.remove(1);
    table.append(1, logged(7), 1);
    expect([...table.flat().y]).toEqual([7, 0.75]);
  });
});

describe("ranking", () => {
  it("ranks by the goal, runs without a value nowhere", () => {
    const values = Float64Array.of(3, Number.NaN, 1, Number.POSITIVE_INFINITY, 1);
    expect([...ranks(losses(values, "minimize"))]).toEqual([2, UNRANKED, 0, UNRANKED, 1]);
    expect([...best(losses(values, "maximize"), 2)]).toEqual([0, 2]);
    expect([...best(losses(values, "minimize"), 2, Uint8Array.of(1, 1, 0, 1, 1))]).toEqual([4, 0]);
  });
});

describe("selection", () => {
  const choice: Selection = {
    ...NOTHING,
    filters: [
      { on: "param:lr", range: [0.05, null] },
      { on: "param:act", values: ["relu", null] },
      { on: "text", text: "a ~ = b" },
    ],
    pinned: [4, 1],
    best: 0,
    metric: "val/acc ü",
    view: { tab: "Rank" },
  };

  it("survives the address", () => expect(fromSearch(toSearch(choice))).toEqual(choice));
  it("leaves nothing in the address when nothing is chosen", () => expect(toSearch(NOTHING)).toBe(""));
  it("opens whatever the address holds", () => {
    expect(fromSearch("f=&f=~&f=param%253Ax~1..&f=state=[&best=-1&of=worst&pin=0,x,2&f=%25=3")).toEqual({
      ...NOTHING,
      filters: [{ on: "param:x", range: [1, null] }],
      pinned: [2],
    });
  });
  it("lets in what every filter lets in", () => {
    const runs = table();
    const only = (filters: Selection["filters"]) => [...mask({ ...NOTHING, filters }, runs)];
    expect(only([{ on: "param:lr", range: [0.05, null] }])).toEqual([1, 0, 0]);
    expect(only([{ on: "param:act", values: [null, "relu"] }])).toEqual([1, 0, 1]);
    expect(only([{ on: "state", values: ["failed"] }])).toEqual([0, 1, 0]);
    expect(only([{ on: "text", text: "OUT memory" }])).toEqual([0, 1, 0]);
    expect(only([{ on: "metric:val_loss", range: [null, 0.1] }])).toEqual([0, 0, 1]);
  });
});

describe("what people read", () => {
  it("writes metrics with four decimals, and small ones with four figures", () => {
    expect([0.0312, 1.5, 0, 0.00001234, -0.5, 123456].map(metric)).toEqual([
      "0.0312",
      "1.5000",
      "0",
      "1.234e-5",
      "−0.5000",
      (123456).toLocaleString(),
    ]);
    expect([null, Number.NaN, Number.POSITIVE_INFINITY].map(metric)).toEqual(["–", "–", "∞"]);
  });
  it("writes rates with three figures", () =>
    expect([0.003134, 16, 0.1, 1e-7].map(rate)).toEqual(["0.00313", "16", "0.1", "1e-7"]));
  it("writes times", () => {
    expect([61, 3729].map(clock)).toEqual(["1:01", "1:02:09"]);
    expect([42, 200, 7800].map((s) => duration(s))).toEqual(["42 s", "3 min", "2 h 10 min"]);
  });
});

describe("csv", () => {
  it("quotes what must be quoted and disarms formulas, but no numbers", () => {
    expect(csv([["a,b", 'say "x"', "=1+1", -1.5, "-1.5", null, Number.NaN, true]])).toBe(
      '"a,b","say ""x""",\'=1+1,-1.5,-1.5,,,true\r\n',
    );
  });
});

describe("found", () => {
  const all = ["Pause sweep", "Resume sweep", "Open run #12"].map((title) => ({ title, section: "Sweep" }));
  it("wants every word and puts beginnings first", () => {
    expect(found(all, "sweep res").map((entry) => entry.title)).toEqual(["Resume sweep"]);
    expect(found(all, "").length).toBe(3);
    expect(found(all, "zebra")).toEqual([]);
  });
});
