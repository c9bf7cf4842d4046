/** What fails in a part of the page fails in its own place, with a way to try again. */
import type { ComponentChildren } from "preact";
import { useErrorBoundary } from "preact/hooks";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";
import { Button } from "../../parts/Button";

export function Guard({ children }: { children: ComponentChildren }) {
  const [error, reset] = useErrorBoundary();
  if (!error) return <>{children}</>;
  return <Failed message={error instanceof Error ? error.message : String(error)} again={reset} />;
}

export function Failed({ message, again }: { message: string; again: () => void }) {
  return (
    <div class="msg still">
      <div role="alert">
        <b class="fail">{words.failedHere}</b>
        <p>{message}</p>
        <Button icon="redo" onClick={again}>
          {en.tryAgain}
        </Button>
      </div>
    </div>
  );
}
