import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forget, nextFrame, thisFrame } from "./frames";

/** A clock that goes on only while something is drawn, and frames that are made when the test says so. */
let now = 0;
let frame: (() => void) | null = null;
const drawn: string[] = [];
const slow = (name: string, ms: number) => () => {
  drawn.push(name);
  now += ms;
};

beforeEach(() => {
  drawn.length = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("requestAnimationFrame", (callback: () => void) => {
    frame = callback;
    return 1;
  });
});
afterEach(() => {
  while (frame) make();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function make(): string[] {
  const due = frame;
  frame = null;
  due?.();
  return drawn.splice(0);
}

it("leaves to the next frame what one has no time for, who waits longest first", () => {
  for (const name of ["a", "b", "c"]) nextFrame(slow(name, 10));
  expect(make()).toEqual(["a", "b"]);
  expect(make()).toEqual(["c"]);
  expect(frame).toBeNull();
});

it("draws first what is in view, as it is when the frame is made", () => {
  let scrolled = false;
  nextFrame(slow("below", 10), () => scrolled);
  for (const name of ["a", "b", "c"]) nextFrame(slow(name, 10));
  expect(make()).toEqual(["a", "b"]);
  nextFrame(slow("late", 10));
  scrolled = true;
  expect(make()).toEqual(["below", "c"]);
  expect(make()).toEqual(["late"]);
});

it("draws what a hand moves before all else, in every frame", () => {
  const [moved, other] = [slow("moved", 30), slow("other", 5)];
  nextFrame(other);
  thisFrame(moved);
  expect(make()).toEqual(["moved"]);
  thisFrame(moved);
  expect(make()).toEqual(["moved"]);
  expect(make()).toEqual(["other"]);
});

it("draws once what was asked for twice, and nothing that was taken back", () => {
  const [twice, back] = [slow("twice", 1), slow("back", 1)];
  nextFrame(twice);
  nextFrame(back);
  thisFrame(twice);
  nextFrame(twice);
  forget(back);
  expect(make()).toEqual(["twice"]);
});
