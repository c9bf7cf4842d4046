/** A page while the server does not answer, and when it does again. */
import { useEffect } from "preact/hooks";
import { timeOfDay } from "../data/format";
import { connection } from "../live/stream";
import { en } from "../messages/en";

/** Says that what is shown is of then. */
export function Lost() {
  const { state, since } = connection.value;
  if (state !== "lost") return null;
  return (
    <p class="banner" role="alert">
      <b>{en.noAnswerSince(timeOfDay((since ?? Date.now()) / 1000))}</b> {en.lostBanner}
    </p>
  );
}

/** What failed while the server was away is asked for again when it is back. */
export function useRetryWhenBack(open: { retry(): void }): void {
  const { state } = connection.value;
  useEffect(() => {
    if (state === "live") open.retry();
  }, [state, open]);
}
