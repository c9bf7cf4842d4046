import { describe, expect, it } from "vitest";
import { compare } from "./differences";

describe("a comparison", () => {
  it("has only what differs, and says how many are the same", () => {
    const runs = [
      { lr: 0.1, optimizer: "adam", epochs: 5 },
      { lr: 0.2, optimizer: "adam", epochs: "5" },
    ] as Record<string, string | number>[];
    const made = compare(["lr", "optimizer", "epochs"], 2, (path, run) => runs[run]![path] ?? null);
    expect(made.same).toBe(1);
    expect(made.all.map(({ path }) => path)).toEqual(["lr", "optimizer", "epochs"]);
    expect(made.different).toEqual([
      { path: "lr", values: [0.1, 0.2], same: [true, false] },
      { path: "epochs", values: [5, "5"], same: [true, false] },
    ]);
  });
});
