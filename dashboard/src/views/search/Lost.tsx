/** Says that what is shown is of then, while the server does not answer. */
import { timeOfDay } from "../../data/format";
import { connection } from "../../live/stream";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";

export function Lost() {
  const { state, since } = connection.value;
  if (state !== "lost") return null;
  return (
    <p class="banner" role="alert">
      <b>{words.noAnswerSince(timeOfDay((since ?? Date.now()) / 1000))}</b> {en.lostBanner}
    </p>
  );
}
