import { effect } from "@preact/signals";
import { expect, it } from "vitest";
import { Reckoned } from "./reckoned";

interface Answer {
  cursor: number;
}

/** Answers when the test likes. */
function server() {
  const asked: { answer(cursor: number): void; refuse(error: Error): void }[] = [];
  const ask = () =>
    new Promise<Answer>((answer, refuse) => asked.push({ answer: (cursor) => answer({ cursor }), refuse }));
  return { asked, ask };
}

const settled = () => new Promise((done) => setTimeout(done));
const look = <T extends Answer>(at: Reckoned<T>) => effect(() => void at.value.value);

it("is asked for at once, and keeps what there was while a newer answer is on its way", async () => {
  const { asked, ask } = server();
  const found = new Reckoned(ask);
  const seen: string[] = [];
  const stop = effect(() => void seen.push(`${found.value.value.state} ${found.value.value.value?.cursor}`));
  asked[0]!.answer(1);
  await settled();
  found.renew();
  asked[1]!.answer(2);
  await settled();
  stop();
  expect(seen).toEqual(["loading undefined", "ready 1", "loading 1", "ready 2"]);
});

it("asks once more for what changed while it was on its way, however often that was", async () => {
  const { asked, ask } = server();
  const found = new Reckoned(ask);
  const stop = look(found);
  found.renew();
  found.renew();
  expect(asked).toHaveLength(1);
  asked[0]!.answer(1);
  await settled();
  expect(asked).toHaveLength(2);
  asked[1]!.answer(2);
  await settled();
  stop();
  expect(found.value.peek()).toEqual({ state: "ready", value: { cursor: 2 }, error: null });
});

it("does not ask again for what the answer on its way knows", async () => {
  const { asked, ask } = server();
  const found = new Reckoned(ask);
  const stop = look(found);
  found.renew(7);
  asked[0]!.answer(7);
  await settled();
  expect(asked).toHaveLength(1);
  found.renew(8);
  expect(asked).toHaveLength(2);
  stop();
});

it("waits with asking anew until somebody looks again", async () => {
  const { asked, ask } = server();
  const found = new Reckoned(ask);
  asked[0]!.answer(1);
  await settled();
  found.renew();
  found.renew();
  await settled();
  expect(asked).toHaveLength(1);
  const stop = look(found);
  await settled();
  expect(asked).toHaveLength(2);
  stop();
});

it("says why there is no newer answer, and is asked again after that", async () => {
  const { asked, ask } = server();
  const found = new Reckoned(ask);
  const stop = look(found);
  asked[0]!.answer(1);
  await settled();
  found.renew();
  asked[1]!.refuse(new Error("too busy"));
  await settled();
  expect(found.value.peek()).toMatchObject({ state: "error", value: { cursor: 1 }, error: { message: "too busy" } });
  found.renew();
  expect(asked).toHaveLength(3);
  stop();
});
