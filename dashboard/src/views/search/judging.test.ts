import { expect, it } from "vitest";
import { expectedOf, verdictOf } from "./judging";

/** Chances of 0 to `count` inside, by adding runs one after the other. */
function chances(count: number): number[] {
  let found = [1];
  for (let run = 0; run < count; run++) {
    found = Array.from({ length: run + 2 }, (_, k) => 0.8 * (found[k - 1] ?? 0) + 0.2 * (found[k] ?? 0));
  }
  return found;
}

function byHand(count: number): [number, number] {
  const upTo = (k: number) =>
    chances(count)
      .slice(0, k + 1)
      .reduce((sum, chance) => sum + chance, 0);
  const all = Array.from({ length: count + 1 }, (_, k) => k);
  return [all.find((k) => upTo(k) > 0.05) ?? 0, all.find((k) => upTo(k) >= 0.95) ?? count];
}

it.each([1, 2, 8, 17, 20, 40])("says what chance alone would allow of %i runs", (count) => {
  expect(expectedOf(count)).toEqual(byHand(count));
});

it("says it of very many, of which a single chance is no number any more", () => {
  const [least, most] = expectedOf(10_000);
  expect(Math.abs(least - (8000 - 1.645 * 40))).toBeLessThan(2);
  expect(Math.abs(most - (8000 + 1.645 * 40))).toBeLessThan(2);
  expect(expectedOf(0)).toEqual([0, 0]);
});

it("does not count runs that never reached the end that was predicted", () => {
  const one = { run: 0, measured: 1, mean: 1, low: 0.5, high: 2, inside: true };
  const verdict = verdictOf([one, { ...one, inside: false }, { ...one, hollow: true }]);
  expect([verdict.inside, verdict.count]).toEqual([1, 2]);
});
