import { describe, expect, it } from "vitest";
import { parseAxes, writeAxes } from "./axes";

describe("the choice of axes in an address", () => {
  it("is read as it was written", () => {
    const text = "~lr^log -model.dropout%20rate optimizer";
    const choice = parseAxes(text);
    expect(choice.order).toEqual(["lr", "model.dropout rate", "optimizer"]);
    expect([...choice.hidden]).toEqual(["model.dropout rate"]);
    expect([...choice.flipped]).toEqual(["lr"]);
    expect(choice.scales.get("lr")).toBe("log");
    expect(writeAxes(choice)).toBe(text);
  });
});
