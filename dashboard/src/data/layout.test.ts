import { describe, expect, it } from "vitest";
import { arranged, EMPTY, isShown, moved, readLayout, togglePinned, toggleShown } from "./layout";

const known = ["state", "loss", "lr", "seed"].map((id) => ({ id, optional: id === "seed" }));
const ids = (columns: { id: string }[]) => columns.map((column) => column.id).join(" ");

describe("the layout of a table", () => {
  it("keeps columns that it does not know at their place after those chosen", () => {
    expect(ids(arranged(known, { ...EMPTY, order: ["lr", "gone"] }))).toBe("lr state loss seed");
  });

  it("puts pinned ones first", () => {
    expect(ids(arranged(known, togglePinned(EMPTY, "lr")))).toBe("lr state loss seed");
  });

  it("moves a column and stops at the ends", () => {
    expect(ids(arranged(known, moved(known, EMPTY, "loss", 1)))).toBe("state lr loss seed");
    expect(moved(known, EMPTY, "state", -1)).toBe(EMPTY);
  });

  it("shows optional columns only when asked", () => {
    const [, loss, , seed] = known;
    expect([isShown(loss!, EMPTY), isShown(seed!, EMPTY)]).toEqual([true, false]);
    const turned = toggleShown(toggleShown(EMPTY, loss!), seed!);
    expect([isShown(loss!, turned), isShown(seed!, turned)]).toEqual([false, true]);
    expect(toggleShown(toggleShown(turned, loss!), seed!)).toEqual(EMPTY);
  });

  it("survives whatever was kept", () => {
    for (const kept of [null, "", [], 3, { order: 3 }]) expect(readLayout(kept)).toEqual(EMPTY);
    expect(readLayout({ hidden: [1, "a"] }).hidden).toEqual(["a"]);
  });
});
