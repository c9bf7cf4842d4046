/** What the server reckons from all runs of a sweep: asked for anew when they have changed, while somebody looks. */
import { type Signal, signal } from "@preact/signals";
import { failed, type Loading, loading, ready } from "./loading";

const NOTHING = Number.NEGATIVE_INFINITY;
const THE_LATEST = Number.POSITIVE_INFINITY;

export class Reckoned<T extends { cursor: number }> {
  /** What there was stays in it while the new one is on its way. */
  readonly value: Signal<Loading<T>>;
  private looked = false;
  private busy = false;
  /** Up to where it has to know the runs; what knows less is asked for anew. */
  private wanted = THE_LATEST;

  constructor(private readonly ask: () => Promise<T>) {
    this.value = signal(loading<T>(), {
      watched: () => {
        this.looked = true;
        queueMicrotask(() => void this.catchUp()); // whoever looks is just being drawn
      },
      unwatched: () => {
        this.looked = false;
      },
    });
    void this.catchUp(true);
  }

  /** Runs have changed, up to `cursor`. It is asked for when somebody looks, and once more if it is on its way. */
  renew(cursor = THE_LATEST): void {
    this.wanted = Math.max(this.wanted, cursor);
    void this.catchUp();
  }

  private async catchUp(first = false): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    while (this.wanted > this.known() && (this.looked || first)) {
      this.wanted = NOTHING;
      await this.load();
    }
    this.busy = false;
  }

  private known(): number {
    return this.value.peek().value?.cursor ?? NOTHING;
  }

  private async load(): Promise<void> {
    this.value.value = loading(this.value.peek().value);
    try {
      this.value.value = ready(await this.ask());
    } catch (error) {
      this.value.value = failed(error, this.value.peek().value);
    }
  }
}
