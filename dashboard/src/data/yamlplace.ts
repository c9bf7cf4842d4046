/**
 * Where in a YAML text the cursor stands, by indentation and braces: enough to offer keys and values while the text is
 * still unfinished, and no parser could read it.
 */

export interface YamlPlace {
  /** Keys from the top to the mapping or value that is being written. */
  path: string[];
  /** Whether a key or a value is being written there. */
  wants: "key" | "value";
  /** What of it stands there already. */
  typed: string;
  /** Keys that the mapping has on other lines. */
  present: string[];
}

interface Line {
  indent: number;
  key: string | null;
  rest: string;
}

/** The place of `offset` in `text`; null within a comment. */
export function placeAt(text: string, offset: number): YamlPlace | null {
  const before = text.slice(0, offset).split("\n");
  const current = before.at(-1)!;
  if (/(^|\s)#/.test(current)) return null;
  const flow = flowAt(current);
  const lines = text.split("\n").map(read);
  const number = before.length - 1;
  const head = flow ? read(flow.head) : read(current);
  const above = parents(lines, number, head.indent);
  if (flow) {
    const outer = [...above, ...(head.key === null ? [] : [head.key]), ...flow.path];
    return { path: outer, wants: flow.wants, typed: flow.typed, present: flow.present };
  }
  if (head.key !== null)
    return { path: [...above, head.key], wants: "value", typed: head.rest.trimStart(), present: [] };
  return { path: above, wants: "key", typed: head.rest, present: siblings(lines, number, head.indent) };
}

function read(line: string): Line {
  const match = /^(\s*(?:- )?)(?:(?:"([^"]*)"|([^\s:#{["',][^:#{["']*?))\s*:(?=\s|$))?(.*)$/.exec(line);
  const [, indent = "", quoted, bare, rest = ""] = match ?? [];
  return { indent: indent.length, key: quoted ?? bare ?? null, rest };
}

/** The keys of the mappings around a line: the nearest lines above that are indented less. */
function parents(lines: readonly Line[], number: number, indent: number): string[] {
  const path: string[] = [];
  let limit = indent;
  for (let i = number - 1; i >= 0 && limit > 0; i--) {
    const line = lines[i]!;
    if (line.key === null || line.indent >= limit) continue;
    path.unshift(line.key);
    limit = line.indent;
  }
  return path;
}

/** The other keys of the mapping that a line belongs to. */
function siblings(lines: readonly Line[], number: number, indent: number): string[] {
  const found: string[] = [];
  for (const step of [-1, 1]) {
    for (let i = number + step; i >= 0 && i < lines.length; i += step) {
      const line = lines[i]!;
      if (line.key === null) continue;
      if (line.indent < indent) break;
      if (line.indent === indent) found.push(line.key);
    }
  }
  return found;
}

interface Flow {
  /** The line before its first open brace. */
  head: string;
  path: string[];
  wants: "key" | "value";
  typed: string;
  present: string[];
}

/** The place within braces and brackets that are open at the end of a line; null if none is. */
function flowAt(line: string): Flow | null {
  const open: { at: number; brace: string; keys: string[] }[] = [];
  const skipped = line.replace(/"[^"]*"|'[^']*'/g, (quoted) => "x".repeat(quoted.length));
  let from = 0;
  for (let i = 0; i < skipped.length; i++) {
    const sign = skipped[i]!;
    if (sign === "{" || sign === "[") open.push({ at: i, brace: sign, keys: [] });
    else if (sign === "}" || sign === "]") open.pop();
    else if (sign === ":" && open.length) open.at(-1)!.keys.push(line.slice(from, i).trim());
    if ("{}[],:".includes(sign)) from = i + 1;
  }
  const inner = open.at(-1);
  if (!inner || !open[0]) return null;
  const isValue = inner.brace === "[" || skipped.slice(inner.at, from).trimEnd().endsWith(":");
  const path = open.flatMap((part, i) => (i < open.length - 1 ? part.keys.slice(-1) : []));
  const key = inner.keys.at(-1);
  return {
    head: line.slice(0, open[0].at),
    path: isValue && inner.brace === "{" && key !== undefined ? [...path, key] : path,
    wants: isValue ? "value" : "key",
    typed: line.slice(from).trimStart(),
    present: inner.keys,
  };
}
