import { describe, expect, it } from "vitest";
import { keysAt, type Schema, wordsAt } from "./schema";
import { placeAt } from "./yamlplace";

/** The place of the bar in a text. */
function place(text: string) {
  return placeAt(text.replace("|", ""), text.indexOf("|"));
}

describe("placeAt", () => {
  it("knows a key at the top and its neighbours", () => {
    expect(place("method: bayes\nme|\nrun_cap: 3\nparameters:\n  lr:\n")).toEqual({
      path: [],
      wants: "key",
      typed: "me",
      present: ["method", "run_cap", "parameters"],
    });
  });

  it("knows a nested key by its indentation", () => {
    expect(place("parameters:\n  lr:\n    min: 0\n    |\n  other:\n    max: 1")).toEqual({
      path: ["parameters", "lr"],
      wants: "key",
      typed: "",
      present: ["min"],
    });
  });

  it("knows a value", () => {
    expect(place("metric:\n  goal: max|")).toMatchObject({ path: ["metric", "goal"], wants: "value", typed: "max" });
    expect(place("method: |")).toMatchObject({ path: ["method"], wants: "value", typed: "" });
  });

  it("knows keys and values within braces", () => {
    expect(place("metric: {name: loss, go|")).toEqual({
      path: ["metric"],
      wants: "key",
      typed: "go",
      present: ["name"],
    });
    expect(place("parameters:\n  lr: {distribution: log_|, min: 1}")).toMatchObject({
      path: ["parameters", "lr", "distribution"],
      wants: "value",
      typed: "log_",
    });
    expect(place('  p: {when: {optimizer: "a:b{", other: |')).toMatchObject({
      path: ["p", "when", "other"],
      wants: "value",
    });
  });

  it("offers nothing in a comment", () => {
    expect(place("method: bayes # me|")).toBeNull();
  });
});

const SCHEMA: Schema = {
  properties: {
    method: { description: "How.", oneOf: [{ const: "grid", description: "All." }, { const: "bayes" }] },
    parameters: { $ref: "#/$defs/parameters" },
    strict: { type: ["boolean", "null"] },
    start: { items: { properties: { x: { description: "X." } } } },
  },
  $defs: {
    parameters: { additionalProperties: { $ref: "#/$defs/parameter" } },
    parameter: { properties: { min: { description: "Least." }, max: {}, parameters: { $ref: "#/$defs/parameters" } } },
  },
};

describe("the schema", () => {
  it("offers the keys that are not there", () => {
    expect(keysAt(SCHEMA, [], ["parameters", "start"]).map((offer) => offer.label)).toEqual(["method", "strict"]);
    expect(keysAt(SCHEMA, ["parameters", "lr"], ["max"])[0]).toEqual({ label: "min", description: "Least." });
    expect(keysAt(SCHEMA, ["parameters", "group", "parameters", "x"]).length).toBe(3);
    expect(keysAt(SCHEMA, ["start", "0"]).map((offer) => offer.label)).toEqual(["x"]);
  });

  it("offers the words of a value", () => {
    expect(wordsAt(SCHEMA, ["method"])).toEqual([
      { label: "grid", description: "All." },
      { label: "bayes", description: "" },
    ]);
    expect(wordsAt(SCHEMA, ["strict"]).map((offer) => offer.label)).toEqual(["true", "false"]);
    expect(wordsAt(SCHEMA, ["nowhere", "at", "all"])).toEqual([]);
  });
});
