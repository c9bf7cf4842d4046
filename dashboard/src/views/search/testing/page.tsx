/** The page on a server that answers what a test says, and on a browser that only knows what charts need. */
import { configure, render, screen, waitFor } from "@testing-library/preact";
import { expect, vi } from "vitest";
import { SvgPen } from "../../../charts/kit/svg";
import type { Portrait, SweepDetail } from "../../../data/model";
import { thePortrait, theRuns, theSweep } from "./answers";

const size = { width: 1200, height: 200 };

class Context extends SvgPen {
  setTransform(): void {}
  clearRect(): void {}
}

// A busy machine takes long; what is missing is said without the whole page, which takes longer still.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 20_000, getElementError: (message) => new Error(message ?? "not found") });

/** Widths as of a desktop; nothing is drawn, but charts lay themselves out and say what they show. */
export function browser(): void {
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockImplementation((() => new Context(size)) as never);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(size.width);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(size.height);
}

export interface Answers {
  sweep?: SweepDetail;
  runs?: ArrayBuffer;
  /** What is asked for each time, by what the other parameters are; what throws is refused. */
  portrait?: (others: string) => Portrait | Promise<Portrait>;
  skip?: () => unknown;
}

/** Answers what the page asks for; the paths asked for, in order. */
export function server(given: Answers): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, init?: RequestInit) => {
    asked.push(init?.method === "POST" ? `POST ${path}` : path);
    const url = new URL(path, "http://varre");
    if (url.pathname.endsWith("/snapshot")) return new Response(given.runs ?? theRuns());
    if (url.pathname.endsWith("/model/skip")) return Response.json(given.skip?.() ?? null);
    if (url.pathname.endsWith("/model")) return portraitOf(given, url.searchParams.get("others") ?? "");
    return Response.json(given.sweep ?? theSweep());
  });
  return asked;
}

async function portraitOf({ portrait }: Answers, others: string): Promise<Response> {
  try {
    return Response.json(await (portrait ?? (() => thePortrait()))(others));
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    return Response.json({ error: { code: "unavailable", message } }, { status: 503 });
  }
}

let opened = 0;

/** The page, each time of a sweep that was never open before; once it shows `until`. */
export async function open(until: string | RegExp): Promise<ReturnType<typeof render>> {
  const { default: Search } = await import("../Search");
  opened += 1;
  const view = render(<Search of={`sweep-${opened}`} />);
  await waitFor(() => expect(view.container.querySelector(".grid:not(.waiting), [role=alert]")).toBeTruthy());
  await screen.findByText(until);
  return view;
}

/** The words of the page as one line. */
export function textOf(view: { container: Element }): string {
  return (view.container.textContent ?? "").replace(/\s+/g, " ");
}
