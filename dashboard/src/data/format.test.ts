import { afterEach, describe, expect, it, vi } from "vitest";

/** The formats as a reader of another language has them. */
async function formatsIn(locale: string) {
  const Plain = Intl.NumberFormat;
  vi.resetModules();
  vi.stubGlobal("Intl", {
    ...Intl,
    Collator: Intl.Collator,
    DateTimeFormat: Intl.DateTimeFormat,
    RelativeTimeFormat: Intl.RelativeTimeFormat,
    NumberFormat: class {
      constructor(_: undefined, options: Intl.NumberFormatOptions) {
        Object.assign(this, { format: (value: number) => new Plain(locale, options).format(value) });
      }
    },
  });
  return import("./format");
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("numbers", () => {
  it("are written as the reader writes them, all of them", async () => {
    const german = await formatsIn("de-DE");
    expect([german.metric(0.0367), german.metric(1234.5), german.metric(-1e-5)]).toEqual(["0,0367", "1.235", "−1e-5"]);
    expect([german.rate(0.01643), german.rate(50000), german.count(10000)]).toEqual(["0,0164", "50.000", "10.000"]);
    expect([german.percent(0.125, 1), german.bytes(1.64e9), german.duration(3 * 86400)]).toEqual([
      "12,5 %",
      "1,6 GB",
      "3 Tage",
    ]);
  });

  it("keep their digits", async () => {
    const english = await formatsIn("en-US");
    expect([english.metric(0.9), english.metric(123.456), english.metric(2.5e-4)]).toEqual([
      "0.9000",
      "123.46",
      "2.5e-4",
    ]);
    expect([english.rate(0.3), english.rate(0.00001234), english.duration(2.34, true)]).toEqual([
      "0.3",
      "0.0000123",
      "2.3 s",
    ]);
  });
});
