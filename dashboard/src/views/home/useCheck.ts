/** What the server says of a sweep file, asked a moment after the last key. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api";
import type { Check } from "../../data/model";
import { asApiError } from "../../live/loading";
import type { ApiError } from "../../source";

export interface Checked {
  /** The last answer. */
  check: Check | null;
  /** The last answer without a problem: what can be drawn. */
  sound: Check | null;
  /** Whether the text has changed since. */
  stale: boolean;
  error: ApiError | null;
}

const PAUSE_MS = 250;

export function useCheck(text: string): Checked {
  const [answer, setAnswer] = useState<{ text: string; check: Check | null; error: ApiError | null }>({
    text: "",
    check: null,
    error: null,
  });
  const sound = useRef<Check | null>(null);
  useEffect(() => {
    let gone = false;
    const timer = setTimeout(() => {
      api.check(text).then(
        (check) => {
          if (gone) return;
          if (check.problems.length === 0) sound.current = check;
          setAnswer({ text, check, error: null });
        },
        (error) => gone || setAnswer((before) => ({ text, check: before.check, error: asApiError(error) })),
      );
    }, PAUSE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  return { check: answer.check, sound: sound.current, stale: answer.text !== text, error: answer.error };
}
