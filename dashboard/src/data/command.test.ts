import { describe, expect, it } from "vitest";
import { programOf, readable } from "./command";

const reference = (name: string) => `\${${name}}`;
const usual = ["env", "interpreter", "program", "args"].map(reference);

describe("the command of a sweep file", () => {
  it("is read as it will be run, with the values left open", () => {
    expect(readable(usual, "train.py", ["lr", "epochs"])).toBe("/usr/bin/env python train.py --lr=… --epochs=…");
  });

  it("names a nested parameter by its head, but for Hydra by its path", () => {
    expect(readable([reference("args_no_hyphens")], null, ["model.depth", "model.width"])).toBe("model=…");
    expect(readable([reference("args_append_hydra")], null, ["model.depth"])).toBe("+model.depth=…");
  });

  it("leaves alone what it does not know", () => {
    expect(readable(["uv", "run", "x.py", reference("constructor")], null, [])).toBe(
      `uv run x.py ${reference("constructor")}`,
    );
  });

  it("finds the program in the file", () => {
    expect([programOf("method: grid\nprogram: 'my train.py'\n"), programOf("method: grid\n"), programOf(null)]).toEqual(
      ["my train.py", null, null],
    );
  });
});
