import { cleanup, fireEvent, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Change, Portrait } from "../../data/model";
import type { Follower } from "../../live/stream";
import { selection } from "../../state/selection";
import { noRuns, thePortrait, theSweep } from "./testing/answers";
import { browser, open, server, textOf } from "./testing/page";

const heard: Follower[] = [];
vi.mock("../../live/stream", async () => {
  const { signal } = await import("@preact/signals");
  return {
    connection: signal({ state: "live", since: null }),
    follow: (follower: Follower) => {
      heard.push(follower);
      follower.load();
      return () => {};
    },
  };
});
vi.mock("../../parts/Dialog", async (original) => ({
  ...(await original<typeof import("../../parts/Dialog")>()),
  confirm: async () => true,
}));

beforeEach(() => {
  browser();
  heard.length = 0;
  selection.value = { ...selection.value, view: {}, pinned: [] };
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const HEADS = [
  "What it believes",
  "What it would try next",
  "Chosen over",
  "What is left to gain",
  "How good it has been",
  "Where it looked",
  "What matters to it",
];

const running = () => ({ ...theSweep(), state: "running" as const, run_cap: 40, total: 40 });
const few = (): Portrait => {
  const { next, ...rest } = thePortrait();
  const reason = { ...next!.reason, source: "sobol", predicted: null, expected_improvement: null };
  return { ...rest, needed: 7, have: 3, next: { ...next!, reason, predicted: null }, model: null };
};

it("answers what the model believes, what comes next, what is left, how good it was, and what matters", async () => {
  server({});
  const view = await open("What matters to it");
  expect(screen.getAllByRole("heading", { level: 2 }).map((head) => head.textContent)).toEqual(HEADS);
  const text = textOf(view);
  expect(text).toContain("6 % below 0.0367, on average");
  expect(text).toContain("#21: close to #18, with a smaller learning_rate and batch_norm true, where little was tried");
  expect(text).toContain("It was chosen over B and C, both nearly as good.");
  expect(text).toContain("17 of 20 fell inside; 80 % was promised.");
  expect(text).toContain("7 runs covered the space, 7 explored, 6 refined.");
  expect(text).toContain("optimizer matters most, then batch_size, learning_rate and dropout_rate");
});

it("calls the next run by the number that it will have, also where the last ones were deleted", async () => {
  server({ portrait: () => ({ ...thePortrait(), number: 24 }) });
  const view = await open("What matters to it");
  expect(textOf(view)).toContain("#24: close to #18");
  expect(textOf(view)).not.toContain("#21");
});

it("says the same to those who see no chart: one for each parameter, and one for each question", async () => {
  server({});
  const view = await open("What matters to it");
  const labels = () => [...view.container.querySelectorAll(".chart")].map((chart) => chart.getAttribute("aria-label"));
  await waitFor(() => expect(labels()).toHaveLength(12));
  await waitFor(() => expect(labels().join(" ")).toContain("What is predicted along learning_rate, with the runs."));
  const said = labels().join(" ");
  expect(said).toContain("17 of 20 runs fell inside the predicted interval.");
  expect(said).toContain("7 covered the space, 7 explored, 6 refined.");
  expect(said).toContain("gain of 13 suggestions; 6 % from the next.");
  expect(said).toContain("Predicted intervals of #21, B, C.");
});

it("holds the other parameters where one asks, and keeps the picture until the new one is there", async () => {
  let arrives = (_: Portrait) => {};
  const asked = server({
    portrait: (others) => (others === "best" ? thePortrait() : new Promise((answer) => (arrives = answer))),
  });
  await open("What matters to it");
  fireEvent.click(screen.getByRole("button", { name: "averaged over" }));
  await waitFor(() => expect(asked.at(-1)).toMatch(/model\?others=average$/));
  expect(screen.getAllByText("matters most").length).toBeGreaterThan(0);
  expect(screen.getByText("a run; paler: the others differ more")).toBeTruthy();
  arrives(thePortrait("average"));
  await screen.findByText("average, and where it lies 8 times in 10");
});

it("holds them as in a run by its number", async () => {
  const asked = server({
    portrait: (others) => ({ ...thePortrait(), model: { ...thePortrait().model!, base: Number(others) || 16 } }),
  });
  await open("What matters to it");
  const field = screen.getByLabelText("Number of the run that the other parameters are as in") as HTMLInputElement;
  field.value = "#3";
  fireEvent.submit(field.form!);
  await waitFor(() => expect(asked.at(-1)).toMatch(/model\?others=3$/));
  expect((await screen.findByRole("button", { name: "as in #3" })).getAttribute("aria-pressed")).toBe("true");
  expect(selection.value.view["others"]).toBe("3");
});

it("says what it could not work out of a run, leaves the rest, and leads back", async () => {
  server({
    portrait: (others) => {
      if (others === "99") throw new Error("there is no run 99");
      return thePortrait();
    },
  });
  selection.value = { ...selection.value, view: { others: "best" } };
  await open("What matters to it");
  selection.value = { ...selection.value, view: { others: "99" } };
  expect((await screen.findByRole("alert")).textContent).toContain("there is no run 99");
  expect(screen.getByText("What matters to it")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Back to the best run" }));
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

it("learns anew when a run has ended, without letting go of what it showed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const later = thePortrait();
  later.model!.fitted = 21;
  let answers = [thePortrait()];
  let arrives = (_: Portrait) => {};
  server({ sweep: running(), portrait: () => answers.shift() ?? new Promise((answer) => (arrives = answer)) });
  const { default: Search } = await import("./Search");
  const { render } = await import("@testing-library/preact");
  const view = render(<Search of="live" />);
  await vi.waitFor(() => expect(textOf(view)).toContain("What matters to it"));
  heard[0]!.change({ cursor: 700, sweeps: [], runs: [ended(20)], rows: [] } as unknown as Change);
  await vi.advanceTimersByTimeAsync(2500);
  expect(textOf(view)).toContain("What matters to it");
  arrives(later);
  await vi.waitFor(() => expect(textOf(view)).toContain("21 runs"));
  answers = [];
  vi.useRealTimers();
});

function ended(number: number) {
  const run = {
    key: "l48icq83",
    sweep: "d2ptyvr6",
    number,
    state: "finished",
    attempt: 1,
    rows: 15,
    created: 2,
    started: 3,
  };
  const more = { ended: 9, deleted: null, params: {}, ranges: {}, summary: {}, best_row: {}, best: 0.05, last: 0.05 };
  return {
    ...run,
    ...more,
    id: "",
    name: "",
    notes: "",
    tags: [],
    agent: null,
    error: "",
    exit_code: 0,
    reason: null,
    stop: null,
  };
}

it("sets a suggestion aside, and shows the one after it", async () => {
  const asked = server({ sweep: running() });
  await open("What it will try next");
  fireEvent.click(screen.getByRole("button", { name: "Skip this suggestion" }));
  await waitFor(() => expect(asked.filter((path) => /^POST .*model\/skip$/.test(path))).toHaveLength(1));
  await waitFor(() => expect(asked.at(-1)).toMatch(/model\?others=best$/));
});

it("takes a run of one's own while agents may still be given one", async () => {
  server({ sweep: running() });
  HTMLDialogElement.prototype.showModal ??= () => {};
  await open("What it will try next");
  fireEvent.click(screen.getByRole("button", { name: "Add a run" }));
  expect(await screen.findByLabelText("learning_rate")).toBeTruthy();
});

it("offers nothing to do with a sweep that has ended", async () => {
  server({});
  const view = await open("What it would try next");
  expect(screen.queryByRole("button", { name: "Skip this suggestion" })).toBeNull();
  expect(textOf(view)).toContain("The sweep has ended, so no agent gets it.");
});

it("does not call close what is unlike all runs", async () => {
  const portrait = thePortrait();
  portrait.next!.near = 0;
  server({ sweep: running(), portrait: () => portrait });
  expect(textOf(await open("What it will try next"))).toContain(
    "#21: unlike all runs so far. The most alike is #18, with a smaller learning_rate and batch_norm true.",
  );
});

it("says which runs go first", async () => {
  const sweep = running();
  sweep.counts.pending = 2;
  server({ sweep });
  expect(textOf(await open("What it will try next"))).toContain("The 2 runs that wait already go first.");
});

it("says when predictions begin while there are too few runs", async () => {
  server({ sweep: running(), portrait: few });
  const text = textOf(await open("No model yet"));
  expect(text).toContain("appear here after 7 runs; there are 3 so far");
  expect(text).toContain("#21: chosen to cover the space, far from the 20 runs so far.");
  expect(screen.getAllByRole("heading", { level: 2 }).map((head) => head.textContent)).toEqual([
    "The runs so far",
    "No model yet",
    "What it will try next",
    "Its configuration",
  ]);
});

it.each(["random", "grid"])("says in plain words that %s search has no model", async (method) => {
  const reason = { ...few().next!.reason, source: method };
  const next = { ...few().next!, reason };
  server({ sweep: { ...running(), method }, portrait: () => ({ ...few(), needed: 0, have: 0, next }) });
  const text = textOf(await open("No model"));
  expect(text).toContain(`${method === "random" ? "Random" : "Grid"} search has no model`);
  expect(text).toContain(method === "random" ? "#21: drawn at random" : "#21: the next point of the grid");
});

it("says how to begin before the first run", async () => {
  server({
    sweep: { ...running(), state: "pending" },
    runs: noRuns(),
    portrait: () => ({ ...few(), have: 0, number: 1 }),
  });
  const text = textOf(await open("No model yet"));
  expect(text).toContain("No runs yet. Start an agent:");
  expect(text).toContain("varre agent lenet5/d2ptyvr6");
  expect(text).toContain("#1: chosen to cover the space.");
});

it("says that nothing is left to try", async () => {
  const portrait = { ...thePortrait(), next: null };
  portrait.model!.alternatives = [];
  server({ portrait: () => portrait });
  const text = textOf(await open("What matters to it"));
  expect(text).toContain("Every configuration of the space has been tried.");
  expect(text).toContain("nothing is left to try");
});

it("says why there is no picture, and tries again when asked", async () => {
  let works = false;
  server({
    portrait: () => {
      if (!works) throw new Error("it would have taken more than 60 s");
      return thePortrait();
    },
  });
  await open(/it would have taken more than 60 s/);
  works = true;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("7 runs covered the space, 7 explored, 6 refined.");
});

it("takes names and values for what they are: text", async () => {
  const evil = `<img src=x onerror="alert(1)">${"x".repeat(5000)}`;
  const change = <T,>(answer: T): T =>
    JSON.parse(JSON.stringify(answer).replaceAll("optimizer", JSON.stringify(evil).slice(1, -1)));
  server({ sweep: change(running()), portrait: () => change(thePortrait()) });
  const view = await open("What matters to it");
  expect(view.container.querySelector("img")).toBeNull();
  expect(screen.getAllByTitle(evil).length).toBeGreaterThan(0);
  for (const sentence of view.container.querySelectorAll(".say"))
    expect(sentence.textContent!.length).toBeLessThan(700);
});

it("shows the first of many parameters, and all when asked", async () => {
  const many = thePortrait();
  const sweep = running();
  for (let i = 0; i < 20; i++) {
    many.model!.slices.push({ ...many.model!.slices[0]!, path: `p${i}` });
    many.model!.effects.push({ ...many.model!.effects.at(-1)!, path: `p${i}` });
    sweep.parameters.push({ ...sweep.parameters[0]!, path: `p${i}` });
  }
  server({ sweep, portrait: () => many });
  await open("What matters to it");
  expect(screen.queryAllByTitle("p19")).toHaveLength(0);
  expect(screen.getAllByText(/The 16 that matter most of 28 parameters/)).toHaveLength(3);
  fireEvent.click(screen.getAllByRole("button", { name: "Show all" })[0]!);
  await waitFor(() => expect(screen.getAllByTitle("p19").length).toBe(3));
});

it("judges runs as they were predicted when they were suggested", async () => {
  server({});
  const view = await open("What matters to it");
  fireEvent.click(screen.getByRole("button", { name: "when suggested" }));
  await waitFor(() => expect(textOf(view)).toMatch(/The \d+ stopped runs \(hollow\) did not reach the end/));
});
