/** Calls together what wants to be drawn: at most four times a second, and not while the tab is hidden. */
const SHORTEST_MS = 250;

export class Ticking {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = Number.NEGATIVE_INFINITY;
  private waiting = false;
  private readonly shown = () => {
    if (!document.hidden && this.waiting) this.ring();
  };

  constructor(private readonly tell: () => void) {
    document.addEventListener("visibilitychange", this.shown);
  }

  /** Something has changed. */
  ring(): void {
    this.waiting = true;
    if (document.hidden || this.timer !== undefined) return;
    const pause = Math.max(0, this.last + SHORTEST_MS - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.waiting = false;
      this.last = performance.now();
      this.tell();
    }, pause);
  }

  close(): void {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.shown);
  }
}
