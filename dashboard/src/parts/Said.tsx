/** A sentence made of parts: some stand out, some lead to another run of the sweep. */
import type { Words } from "../messages/rich";
import { link } from "../state/router";

export function Said({ words, sweep }: { words: Words; sweep?: string | null }) {
  return (
    <>
      {words.map((part, i) => {
        if (typeof part === "string") return part;
        if ("strong" in part) return <b key={`${i} ${part.strong}`}>{part.strong}</b>;
        if (!sweep) return part.text;
        return (
          <a key={`${i} ${part.text}`} class="inline" href={link({ page: "run", ref: sweep, number: part.run })}>
            {part.text}
          </a>
        );
      })}
    </>
  );
}
