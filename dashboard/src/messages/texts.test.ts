/** Every text that people read stands in this folder, where it can be translated. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..");
/** Attributes that are read or heard. */
const SPOKEN = new Set(["alt", "aria-label", "label", "note", "placeholder", "title"]);
/** Two letters: units, signs and names of keys are the same in every language. */
const A_WORD = /\p{L}{2}/u;
/** What is called the same everywhere. */
const NAMES = new Set(["CSV"]);

function views(): string[] {
  const all = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  return all.filter((path) => path.endsWith(".tsx") && !path.endsWith(".test.tsx")).map((path) => join(SOURCE, path));
}

/** The texts that stand in the markup of a file. */
function textsIn(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const isSpoken = (node: ts.Node) => ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText(source));
  const look = (node: ts.Node): void => {
    if (ts.isJsxText(node)) found.push(node.text.trim());
    const literal = ts.isStringLiteralLike(node) && node.parent;
    if (literal && (isSpoken(literal) || ts.isJsxExpression(literal))) found.push((node as ts.StringLiteral).text);
    ts.forEachChild(node, look);
  };
  look(source);
  return found.filter((text) => A_WORD.test(text) && !NAMES.has(text));
}

function parsed(text: string, name = "a.tsx"): ts.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
}

describe("texts", () => {
  it("are found where they stand in the markup", () => {
    expect(textsIn(parsed('<p title="Hello">Read me {"and me"} {x} · {words.a}</p>'))).toEqual([
      "Hello",
      "Read me",
      "and me",
    ]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a template
    expect(textsIn(parsed('<a class="btn big" href="/new" key={`k ${x}`}>CSV</a>'))).toEqual([]);
  });

  it("stand in no view or part of the page", () => {
    const files = views();
    expect(files.length).toBeGreaterThan(60);
    const stray = files.flatMap((path) =>
      textsIn(parsed(readFileSync(path, "utf8"), path)).map((text) => `${relative(SOURCE, path)}: ${text}`),
    );
    expect(stray).toEqual([]);
  });
});
