import { expect, it } from "vitest";
import type { Effect, Guess } from "../../data/model";
import { flat } from "../../messages/rich";
import { kinOf, lengthOf, mattersWords } from "./mattering";
import { named } from "./naming";
import { thePortrait } from "./testing/answers";
import { reasonAgainst } from "./wording";

function guess(gain: number, chance: number, width: number): Guess {
  const next = thePortrait().next!;
  const reason = { ...next.reason, expected_improvement: gain, improvement_probability: chance };
  return { ...next, reason, predicted: { mean: 1, low: 1, high: 1 + width } };
}

it.each([
  [guess(0.9, 0.1, 1), "nearly"],
  [guess(0.5, 0.6, 1), "likelier"],
  [guess(0.5, 0.4, 0.5), "surer"],
  [guess(0.5, 0.4, 2), "less"],
] as const)("says why another guess was not taken", (other, why) => {
  expect(reasonAgainst(guess(1, 0.5, 1), other)).toBe(why);
});

const effect = (more: Partial<Effect>): Effect => ({
  ...{ path: "x", best: 1, worst: 2, ratio: 2, share: 1, words: "most" },
  ...{ length: null, decades: null, likeness: null },
  ...more,
});

it("says how far values go together, in figures and in words", () => {
  const said = (more: Partial<Effect>) => [lengthOf(effect(more)).text, kinOf(effect(more))];
  expect(said({ likeness: 0.95 })).toEqual(["r 0.95", "values alike"]);
  expect(said({ likeness: 0.7, length: 0.4 })).toEqual(["r 0.70", "less alike"]);
  expect(said({ likeness: 0.1 })).toEqual(["r 0.10", "values differ"]);
  expect(said({ length: 0.3, decades: 0.9 })).toEqual(["0.90 dec", "within a factor 7.9"]);
  expect(said({ length: 2.5, decades: 7 })).toEqual(["7.00 dec", "smooth"]);
  expect(said({ length: 0.5 })).toEqual(["50 %", "bends slowly"]);
  expect(said({ length: 0.1 })).toEqual(["10 %", "bends quickly"]);
});

it("names what matters, and counts what would make the sentence too long", () => {
  const effects = ["a", "b", "c", "d", "e", "f", "g"].map((path, i) => effect({ path, words: i ? "hardly" : "most" }));
  expect(flat(mattersWords(effects))).toBe("a matters most; b, c, d and 3 others hardly.");
  expect(flat(mattersWords([effect({}), effect({ path: "y", words: "much" })]))).toBe(
    "x matters most, then y; y least.",
  );
  expect(flat(mattersWords([effect({})]))).toBe("x matters most.");
});

it("cuts long names between letters", () => {
  expect(named("learning_rate")).toBe("learning_rate");
  expect(named("🤖".repeat(40))).toBe(`${"🤖".repeat(31)}…`);
});
