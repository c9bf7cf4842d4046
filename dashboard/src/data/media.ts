/** What a run has logged besides numbers, as it stands in its summary. */
import type { Json } from "./model";

export type Media =
  | { kind: "image"; name: string; path: string; caption: string }
  | { kind: "table"; name: string; path: string; chart: string; title: string; fields: { [field: string]: string } }
  | { kind: "html"; name: string; path: string }
  | { kind: "histogram"; name: string; counts: number[]; edges: number[] }
  | { kind: "file"; name: string; path: string };

type Record = { [key: string]: Json };

/** All media of a summary, nested ones under their dotted name, in order of name. */
export function mediaOf(summary: Record): Media[] {
  return [...walk(summary, "")].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function* walk(value: Json | undefined, name: string): Generator<Media> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* walk(item, value.length > 1 ? `${name}.${i + 1}` : name);
  } else if (isRecord(value)) {
    const made = "_type" in value ? media(value, name) : null;
    if (made) yield made;
    else for (const [key, item] of Object.entries(value)) yield* walk(item, name ? `${name}.${key}` : key);
  }
}

function media(value: Record, name: string): Media | null {
  const path = text(value["path"]);
  switch (value["_type"]) {
    case "image-file":
      return { kind: "image", name, path, caption: text(value["caption"]) };
    case "table-file":
      return {
        kind: "table",
        name,
        path,
        chart: text(value["chart"]),
        title: text(value["title"]),
        fields: isRecord(value["fields"]) ? (value["fields"] as { [field: string]: string }) : {},
      };
    case "html-file":
      return { kind: "html", name, path };
    case "histogram":
      return { kind: "histogram", name, counts: numbers(value["values"]), edges: numbers(value["bins"]) };
    default:
      return path ? { kind: "file", name, path } : null;
  }
}

/** Whether a value of a summary is media, not something to read as it is. */
export function isMedia(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(isMedia);
  return isRecord(value) && "_type" in value;
}

function isRecord(value: Json | undefined): value is Record {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function numbers(value: Json | undefined): number[] {
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : [];
}
