/** Pages whose code is loaded when they are first shown, and what stands there when it cannot be. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { asApiError } from "../live/loading";
import { connection } from "../live/stream";
import { en } from "../messages/en";
import { ApiError, UNREACHABLE } from "../source";
import { LoadFailed } from "./LoadFailed";
import { TopBar } from "./TopBar";

/** The page that a module has as its default export. Until it is there its frame is: nothing blinks. */
export function lazily<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): ComponentType<Props> {
  const loaded = signal<{ page: ComponentType<Props> } | "failed" | null>(null);
  let asked = false;
  const ask = async () => {
    asked = true;
    loaded.value = await load().then(
      ({ default: page }) => ({ page }),
      () => "failed" as const,
    );
  };
  return function Lazy(props: Props) {
    if (!asked) void ask();
    const found = loaded.value;
    if (found === null) return <TopBar />;
    if (found !== "failed") return <found.page {...props} />;
    return (
      <>
        <TopBar />
        <main id="main" class="alone">
          <NotLoaded title={en.pageFailed} />
        </main>
      </>
    );
  };
}

/**
 * Says that code could not be loaded. The document is loaded anew for it once the server answers: a browser does not ask
 * again for what failed, and after an update of the server the old page's code is gone.
 */
export function NotLoaded({ title }: { title: string }) {
  const [error, setError] = useState(new ApiError(UNREACHABLE, "unreachable", en.codeMissing));
  const { state } = connection.value;
  const [wasLost, setLost] = useState(state === "lost");
  const again = () => {
    api.status().then(
      () => location.reload(),
      (failure) => setError(asApiError(failure)),
    );
  };
  useEffect(() => {
    if (state === "lost") setLost(true);
    // Only what was lost comes back by itself: code that is missing on a server that answers would be asked for forever.
    if (state === "live" && wasLost) again();
  }, [state, wasLost]);
  return <LoadFailed title={title} error={error} onRetry={again} />;
}
