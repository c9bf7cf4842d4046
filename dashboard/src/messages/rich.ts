/** Sentences with words set off in them, made of parts: what comes from a user is never taken for markup. */

/** Words that stand out. */
export interface Strong {
  strong: string;
}

/** Words that lead to a run of the same sweep. */
export interface ToRun {
  run: number;
  text: string;
}

export type Part = string | Strong | ToRun;
export type Words = Part[];

export const strong = (text: string): Strong => ({ strong: text });
export const toRun = (run: number): ToRun => ({ run, text: `#${run}` });

/** A sentence: said`The model expected ${strong("0.05")}.` Parts may be sentences themselves. */
export function said(texts: TemplateStringsArray, ...parts: (Part | Words | number)[]): Words {
  const words = texts.flatMap((text, i): Words => {
    const part = parts[i];
    if (part === undefined) return [text];
    return [text, ...(Array.isArray(part) ? part : [typeof part === "number" ? String(part) : part])];
  });
  return words.filter((word) => word !== "");
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: Part[], and: string): Words {
  return parts.flatMap((part, i) => {
    if (i === 0) return [part];
    return [i === parts.length - 1 ? ` ${and} ` : ", ", part];
  });
}

/** The sentence without its emphasis, for labels. */
export function flat(words: Words): string {
  return words.map((part) => (typeof part === "string" ? part : "run" in part ? part.text : part.strong)).join("");
}
