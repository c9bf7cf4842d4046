import { describe, expect, it } from "vitest";
import { goalOf, judgedBy } from "./judged";

describe("what runs are judged by", () => {
  const objective = { name: "val_loss", goal: "minimize", target: null } as const;
  const metrics = ["val_loss", "val_accuracy", "seconds"];

  it("is the sweep's own metric", () => {
    expect(judgedBy(objective, metrics)).toEqual({ name: "val_loss", goal: "minimize", own: true });
    expect(judgedBy(objective, metrics, "val_loss").own).toBe(true);
  });

  it("is another one where that is chosen, in its own direction", () => {
    expect(judgedBy(objective, metrics, "val_accuracy")).toEqual({
      name: "val_accuracy",
      goal: "maximize",
      own: false,
    });
    expect(goalOf("seconds")).toBe("minimize");
  });

  it("stays as it was where the chosen one does not occur", () => {
    expect(judgedBy(objective, metrics, "gone").name).toBe("val_loss");
  });

  it("is the first metric of a sweep without an objective, and nothing before there is one", () => {
    expect([judgedBy(null, metrics).name, judgedBy(null, []).name]).toEqual(["val_loss", ""]);
  });
});
