/** What a JSON Schema allows at a place of a document: the keys of a mapping, and words that can be values. */

export interface Schema {
  $ref?: string;
  $defs?: { [name: string]: Schema };
  title?: string;
  description?: string;
  type?: string | string[];
  properties?: { [key: string]: Schema | boolean };
  additionalProperties?: Schema | boolean;
  items?: Schema;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  default?: unknown;
  required?: string[];
}

export interface Offer {
  label: string;
  description: string;
}

/** The schema of what stands at `path`, keys from the top; null where nothing is known. List items have the key "0". */
export function schemaAt(root: Schema, path: readonly string[]): Schema | null {
  let here: Schema | null = root;
  for (const key of path) here = here && child(resolved(root, here), key, root);
  return here && resolved(root, here);
}

/** The keys that a mapping at `path` may have, but for those it has. */
export function keysAt(root: Schema, path: readonly string[], present: readonly string[] = []): Offer[] {
  const properties = schemaAt(root, path)?.properties ?? {};
  const open = Object.entries(properties).filter(([key, schema]) => schema !== false && !present.includes(key));
  return open.map(([key, schema]) => ({ label: key, description: described(root, schema) }));
}

/** The words that can stand at `path`. */
export function wordsAt(root: Schema, path: readonly string[]): Offer[] {
  const here = schemaAt(root, path);
  if (!here) return [];
  const choices = [here, ...(here.anyOf ?? []), ...(here.oneOf ?? [])];
  const offers = choices.flatMap((choice) => words(choice));
  const types = choices.flatMap((choice) => choice.type ?? []);
  if (types.includes("boolean")) offers.push(...["true", "false"].map((label) => ({ label, description: "" })));
  return offers;
}

function words(choice: Schema): Offer[] {
  const values = [...(choice.const === undefined ? [] : [choice.const]), ...(choice.enum ?? [])];
  return values
    .filter((value): value is string => typeof value === "string")
    .map((label) => ({ label, description: choice.const === undefined ? "" : (choice.description ?? "") }));
}

function child(schema: Schema, key: string, root: Schema): Schema | null {
  const own = schema.properties?.[key];
  if (own && typeof own === "object") return own;
  const other = /^\d+$/.test(key) && schema.items ? schema.items : schema.additionalProperties;
  return typeof other === "object" ? resolved(root, other) : null;
}

function resolved(root: Schema, schema: Schema): Schema {
  const name = schema.$ref?.match(/^#\/\$defs\/(\w+)$/)?.[1];
  const target = name ? root.$defs?.[name] : undefined;
  return target ? { ...target, ...(schema.description ? { description: schema.description } : {}) } : schema;
}

function described(root: Schema, schema: Schema | boolean): string {
  return typeof schema === "object" ? (resolved(root, schema).description ?? "") : "";
}
