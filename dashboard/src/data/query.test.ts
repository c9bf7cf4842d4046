import { describe, expect, it } from "vitest";
import { parseQuery, type Queried } from "./query";

const known: Queried[] = [
  { name: "learning_rate", on: "param:learning_rate", whole: false, levels: null },
  { name: "epochs", on: "param:epochs", whole: true, levels: null },
  { name: "optimizer", on: "param:optimizer", whole: false, levels: ["adam", "sgd"] },
  { name: "batch_norm", on: "param:batch_norm", whole: false, levels: [true, false] },
  { name: "state", on: "state", whole: false, levels: ["finished", "failed"] },
  { name: "val_loss", on: "metric:val_loss", whole: false, levels: null },
  { name: "val_accuracy", on: "metric:val_accuracy", whole: false, levels: null },
];
const parse = (text: string) => parseQuery(text, known);

describe("a query", () => {
  it("understands ranges in all their spellings", () => {
    expect(parse("epochs=5..10").filters).toEqual([{ on: "param:epochs", range: [5, 10] }]);
    expect(parse("epochs>=5 epochs<10").filters).toEqual([{ on: "param:epochs", range: [5, 9] }]);
    expect(parse("epochs=..10").filters).toEqual([{ on: "param:epochs", range: [null, 10] }]);
    expect(parse("val_loss:0.1").filters).toEqual([{ on: "metric:val_loss", range: [0.1, 0.1] }]);
  });

  it("leaves the end out where the sign says so", () => {
    const [filter] = parse("learning_rate<0.01").filters;
    const end = filter?.range?.[1] ?? 0;
    expect(end).toBeLessThan(0.01);
    expect(end).toBeGreaterThan(0.01 - 1e-15);
  });

  it("takes values with their type", () => {
    expect(parse("optimizer=adam,sgd batch_norm=true").filters).toEqual([
      { on: "param:optimizer", values: ["adam", "sgd"] },
      { on: "param:batch_norm", values: [true] },
    ]);
    expect(parse("optimizer=absent").filters).toEqual([{ on: "param:optimizer", values: [null] }]);
  });

  it("takes what is no condition for text", () => {
    expect(parse('state=finished "out of memory" cuda').filters).toEqual([
      { on: "state", values: ["finished"] },
      { on: "text", text: "out of memory cuda" },
    ]);
  });

  it("lets names be shortened until two begin alike", () => {
    expect(parse("lear>0.1").problem).toBeNull();
    expect(parse("val>0.1").problem).toEqual({
      code: "ambiguous",
      name: "val",
      candidates: ["val_loss", "val_accuracy"],
    });
  });

  it("says what it does not understand", () => {
    expect(parse("lr=1").problem).toEqual({ code: "unknown", name: "lr" });
    expect(parse("epochs<many").problem).toEqual({ code: "number", name: "epochs", text: "many" });
    expect(parse("optimizer=adamw").problem).toMatchObject({ code: "value", text: "adamw", levels: ["adam", "sgd"] });
    expect(parse("optimizer<adam").problem?.code).toBe("value");
  });
});
