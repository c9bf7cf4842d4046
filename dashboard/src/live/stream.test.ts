import { beforeEach, expect, it, vi } from "vitest";
import type { Change } from "../data/model";

/** The worker that holds the stream, as far as a page knows it: the test says what it tells. */
class Hub {
  static latest: Hub;
  readonly port = { onmessage: (_: { data: unknown }) => {}, start: () => {}, postMessage: () => {} };

  constructor() {
    Hub.latest = this;
  }

  tell(data: unknown): void {
    this.port.onmessage({ data });
  }
}

async function fresh() {
  vi.resetModules();
  vi.stubGlobal("SharedWorker", Hub);
  return import("./stream");
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const live = (cursor: number) => ({ kind: "live", cursor, server: "one" });

/** What was loaded early is of `cursor`; it counts how often it is loaded after that. */
function follower(cursor: number | null) {
  return { change: (_: Change) => {}, load: vi.fn(), early: vi.fn(async () => cursor) };
}

beforeEach(() => vi.unstubAllGlobals());

it("loads while the stream is on its way, and not again if nothing was missed", async () => {
  const { connect, follow } = await fresh();
  void connect();
  const one = follower(7);
  follow(one);
  await settled();
  expect(one.early).toHaveBeenCalledTimes(1);
  Hub.latest.tell(live(7));
  await settled();
  expect(one.load).not.toHaveBeenCalled();
});

it.each([
  ["something changed before the stream stood", 6, live(7)],
  ["nothing could be loaded", null, live(7)],
  ["there is no stream", 7, { kind: "lost" }],
])("loads again where %s", async (_, cursor, event) => {
  const { connect, follow } = await fresh();
  void connect();
  const one = follower(cursor);
  follow(one);
  Hub.latest.tell(event);
  await settled();
  expect(one.load).toHaveBeenCalledTimes(1);
});

it("loads once where the stream stands already", async () => {
  const { connect, follow } = await fresh();
  void connect();
  Hub.latest.tell(live(7));
  const one = follower(7);
  follow(one);
  await settled();
  expect(one.early).not.toHaveBeenCalled();
  expect(one.load).toHaveBeenCalledTimes(1);
});
