/** The time as it passes, for what counts on without the server. */
import { useEffect, useState } from "preact/hooks";

const EVERY_MS = 5000;

/** Seconds since the epoch, renewed every few seconds while `going` and while the page is seen. */
export function useNow(going: boolean): number {
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now() / 1000);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [going]);
  return now;
}
