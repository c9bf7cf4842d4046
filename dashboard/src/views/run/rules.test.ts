import { expect, test } from "vitest";
import type { StopReason } from "../../data/model";
import { flat } from "../../messages/rich";
import { ruleWords } from "./rules";

const REASON: StopReason = {
  source: "asha",
  rung: 9,
  value: 0.5,
  threshold: 0.25,
  peers: 6,
  kept: 2,
  note: "",
  chance: null,
  until: null,
};

const told = (changes: Partial<StopReason>) => flat(ruleWords({ ...REASON, ...changes }));

test("asha tells how many go on and what was needed", () => {
  expect(told({})).toBe(
    "Successive halving, row 9. Of the 6 runs that had reached this row, the best 2 go on: 0.2500 was needed, its best was 0.5000.",
  );
  expect(told({ kept: 1 })).toContain("only the best goes on");
});

test("median tells whose median it was", () => {
  expect(told({ source: "median" })).toBe(
    "Median rule, row 9. Its best was 0.5000, worse than 0.2500: the median of what 6 finished runs had on average until this row.",
  );
});

test("patience tells for how long nothing got better", () => {
  expect(told({ source: "patience", peers: null, note: "no improvement in 5 rows" })).toBe(
    "Out of patience, row 9: no improvement in 5 rows. The best of them was 0.5000, better than 0.2500 was needed.",
  );
});

test("curve tells what was expected, and the chance", () => {
  expect(told({ source: "curve", chance: 0.004, until: 30 })).toBe(
    "Learning curve, row 9. After the ways of 6 finished runs it was expected to come to 0.5000 by row 30; the best was 0.2500, and its chance to beat that 0.4%.",
  );
  expect(told({ source: "curve", chance: 1e-9, until: 30 })).toContain("under 0.1%");
});

test("the rule of another package tells what it has", () => {
  expect(told({ source: "plateau" })).toBe("plateau, row 9. It had 0.5000. 0.2500 was needed.");
  expect(told({ source: "plateau", value: null, threshold: null })).toBe("plateau, row 9.");
});
