/** The command of a sweep file as a person reads it: what its references stand for, values left open. */

import { own } from "./own";

const OPEN = "…";

/** `names` are those of the parameters; `program` is null where the file has none. */
export function readable(tokens: readonly string[], program: string | null, names: readonly string[]): string {
  const heads = [...new Set(names.map((name) => name.split(".")[0]!))];
  const each = (of: readonly string[], form: (name: string) => string) => () => of.map(form).join(" ");
  const stands: Record<string, () => string> = {
    env: () => "/usr/bin/env",
    interpreter: () => "python",
    program: () => program ?? OPEN,
    args: each(heads, (name) => `--${name}=${OPEN}`),
    args_no_boolean_flags: each(heads, (name) => `--${name}=${OPEN}`),
    args_no_hyphens: each(heads, (name) => `${name}=${OPEN}`),
    args_no_equals: each(heads, (name) => `--${name} ${OPEN}`),
    args_append_hydra: each(names, (name) => `+${name}=${OPEN}`),
    args_override_hydra: each(names, (name) => `++${name}=${OPEN}`),
  };
  const written = (token: string) => own(stands, /^\$\{(\w+)\}$/.exec(token)?.[1] ?? "")?.() ?? token;
  return tokens.map(written).join(" ");
}

/** The program that a sweep file names. */
export function programOf(text: string | null): string | null {
  const found = /^program:\s*(.+?)\s*$/m.exec(text ?? "")?.[1];
  return found?.replace(/^(["'])(.*)\1$/, "$2") ?? null;
}
