import { describe, expect, it } from "vitest";
import { matrixFrom, tableFrom } from "./matrix";
import { isMedia, mediaOf } from "./media";

describe("mediaOf", () => {
  it("finds media at any depth, and nothing else", () => {
    const found = mediaOf({
      loss: 0.1,
      samples: [
        { _type: "image-file", path: "media/images/a.png", caption: "one" },
        { _type: "image-file", path: "media/images/b.png" },
      ],
      eval: { page: { _type: "html-file", path: "media/html/p.html" }, nested: { deep: 1 } },
      weights: { _type: "histogram", values: [1, 2], bins: [0, 1, 2] },
    });
    expect(found).toEqual([
      { kind: "html", name: "eval.page", path: "media/html/p.html" },
      { kind: "image", name: "samples.1", path: "media/images/a.png", caption: "one" },
      { kind: "image", name: "samples.2", path: "media/images/b.png", caption: "" },
      { kind: "histogram", name: "weights", counts: [1, 2], edges: [0, 1, 2] },
    ]);
  });

  it("keeps an unknown kind as a file", () => {
    const model = { _type: "plotly-file", path: "media/plotly/x.json" };
    expect(mediaOf({ model })).toEqual([{ kind: "file", name: "model", path: "media/plotly/x.json" }]);
    expect(isMedia(model)).toBe(true);
    expect(isMedia([1])).toBe(false);
    expect(isMedia([model])).toBe(true);
  });
});

describe("matrixFrom", () => {
  const table = {
    columns: ["Actual", "Predicted", "nPredictions"],
    data: [
      ["cat", "cat", 8],
      ["cat", "dog", 2],
      ["dog", "cat", 1],
      ["dog", "dog", 3],
      ["owl", "owl", 0],
    ],
  };

  it("counts pairs, says how much was right, and what was mistaken most", () => {
    const matrix = matrixFrom(table, {})!;
    expect(matrix.labels).toEqual(["cat", "dog", "owl"]);
    expect(matrix.counts).toEqual([
      [8, 2, 0],
      [1, 3, 0],
      [0, 0, 0],
    ]);
    expect(matrix.right.slice(0, 2)).toEqual([0.8, 0.75]);
    expect(matrix.right[2]).toBeNaN();
    expect(matrix.worst).toEqual({ actual: "cat", predicted: "dog", count: 2 });
  });

  it("says nothing of another table", () => {
    expect(matrixFrom({ columns: ["a"], data: [[1]] }, {})).toBeNull();
    expect(tableFrom({ columns: ["a"], data: [1] })).toBeNull();
    expect(tableFrom("no")).toBeNull();
  });
});
