import { describe, expect, it } from "vitest";
import { ConsoleLines, MOST_LINES, plain, spans } from "./console";

const ESC = "\u001b";

function read(...pieces: string[]): string[] {
  const lines = new ConsoleLines();
  for (const piece of pieces) lines.append(piece);
  return lines.lines;
}

describe("ConsoleLines", () => {
  it("puts lines together from pieces that end anywhere", () => {
    expect(read("epo", "ch 1\nepoch", " 2\n", "", "end")).toEqual(["epoch 1", "epoch 2", "end"]);
  });

  it("keeps empty lines", () => {
    expect(read("a\n\n", "\nb\n")).toEqual(["a", "", "", "b"]);
  });

  it("shows what a progress bar shows last, also in pieces", () => {
    expect(read("10%\r50%", "\r100", "%\nnext\r\n")).toEqual(["100%", "next\r"]);
  });

  it("forgets lines from the top and counts them", () => {
    const lines = new ConsoleLines();
    lines.append("x\n".repeat(MOST_LINES + 5));
    expect(lines.lines.length).toBe(MOST_LINES);
    expect(lines.forgotten).toBe(5);
  });

  it("finds words whatever the case, through colours", () => {
    const lines = new ConsoleLines();
    lines.append(`loss 1\n${ESC}[31mVal_${ESC}[0mLoss\nother\n`);
    expect(lines.find("val_loss")).toEqual([1]);
    expect(lines.find("")).toEqual([]);
  });
});

describe("spans", () => {
  it("turns colours into styles and drops all other codes", () => {
    expect(spans(`${ESC}[1;31mbad${ESC}[0m ${ESC}[2Kok${ESC}]0;title\u0007\u0007!`)).toEqual([
      { text: "bad", style: "bold red" },
      { text: " ", style: "" },
      { text: "ok", style: "" },
      { text: "!", style: "" },
    ]);
  });

  it("steps over colours from large palettes", () => {
    expect(spans(`${ESC}[38;5;196ma${ESC}[38;2;1;2;3;4mb`)).toEqual([
      { text: "a", style: "" },
      { text: "b", style: "underline" },
    ]);
    expect(spans(`${ESC}[1;31ma${ESC}[38;5;208mb`).map(({ style }) => style)).toEqual(["bold red", "bold"]);
  });

  it("leaves markup as text", () => {
    expect(spans("<script>alert(1)</script>")).toEqual([{ text: "<script>alert(1)</script>", style: "" }]);
  });
});

describe("plain", () => {
  it("has nothing left that a terminal would take for a code", () => {
    expect(plain(`a${ESC}[31mb${ESC}(Bc\u0000\u0008d\r`)).toBe("abcd");
    expect(plain("tab\tstays, so does ü 🙂")).toBe("tab\tstays, so does ü 🙂");
  });
});
