import { describe, expect, it } from "vitest";
import { bare, own } from "./own";

describe("names that every object knows", () => {
  const sent = JSON.parse('{"__proto__": 1, "toString": 2}') as { [name: string]: number };

  it("are found where they were sent", () => {
    expect([own(sent, "__proto__"), own(sent, "toString")]).toEqual([1, 2]);
  });

  it("are absent where they were not", () => {
    expect([own(sent, "constructor"), own({}, "__proto__"), own({}, "toString")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("can be put into a bare mapping, and are sent", () => {
    const made = bare<number>();
    for (const [place, name] of ["__proto__", "constructor"].entries()) made[name] = place + 1;
    expect(JSON.stringify(made)).toBe('{"__proto__":1,"constructor":2}');
  });
});
