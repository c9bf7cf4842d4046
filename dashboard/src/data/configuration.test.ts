import { describe, expect, it } from "vitest";
import { configRows, flattened } from "./configuration";

describe("flattened", () => {
  it("joins nested keys by dots and keeps lists and empty mappings whole", () => {
    expect([...flattened({ a: { b: 1, c: { d: [1, { e: 2 }] } }, f: {}, "g.h": null })]).toEqual([
      ["a.b", 1],
      ["a.c.d", [1, { e: 2 }]],
      ["f", {}],
      ["g.h", null],
    ]);
  });
});

describe("configRows", () => {
  const run = {
    params: { lr: 0.1, "enc.layers": 2, dropout: false },
    config: { lr: 0.1, enc: { layers: 2 }, dropout: false, data: "mnist", seed: 3 },
  };
  const best = {
    params: { lr: 0.2, "enc.layers": 2, dropout: true, rate: 0.3 },
    config: { lr: 0.2, enc: { layers: 2 }, dropout: true, rate: 0.3, data: "mnist", seed: 1 },
  };
  const importance = new Map([
    ["dropout", 0.7],
    ["lr", 0.2],
  ]);

  it("puts what is searched first, by importance, and constants at the end", () => {
    const rows = configRows(run, best, ["dropout", "enc.layers", "lr", "rate"], importance);
    expect(rows.map((row) => row.path)).toEqual(["dropout", "lr", "enc.layers", "rate", "data", "seed"]);
    expect(rows.filter((row) => row.differs).map((row) => row.path)).toEqual(["dropout", "lr", "rate", "seed"]);
    expect(rows.find((row) => row.path === "rate")).toMatchObject({ value: undefined, other: 0.3 });
  });

  it("differs from nothing when there is nothing to compare with", () => {
    expect(configRows(run, null, [], null).some((row) => row.differs)).toBe(false);
  });

  it("leaves out what neither run has", () => {
    expect(configRows(run, best, ["ghost"], null).some((row) => row.path === "ghost")).toBe(false);
  });
});
