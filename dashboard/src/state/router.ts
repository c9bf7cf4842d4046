/** Which page is shown, and its address. */
import { signal } from "@preact/signals";

export type Route =
  | { page: "home" }
  | { page: "new" }
  | { page: "compare"; project: string }
  | { page: "sweep"; ref: string }
  | { page: "search"; ref: string }
  | { page: "run"; ref: string; number: number }
  | { page: "lone"; key: string }
  | { page: "missing" };

/** In a report there is one document: the place within it stands behind `#`. */
const hashed = typeof document !== "undefined" && document.getElementById("frozen") !== null;

function path(): string {
  return hashed ? location.hash.slice(1).split("?")[0] || initial() : location.pathname;
}

function initial(): string {
  return document.getElementById("frozen")?.dataset["start"] ?? "/";
}

/** The page that an address means. */
export function parse(pathname: string): Route {
  const parts = pathname.split("/").filter(Boolean).map(decoded);
  const [first, second, third, fourth] = parts;
  if (first === undefined) return { page: "home" };
  if (first === "new" && parts.length === 1) return { page: "new" };
  if (first === "compare" && second && parts.length === 2) return { page: "compare", project: second };
  if (first === "runs" && second && parts.length === 2) return { page: "lone", key: second };
  if (first !== "sweeps" || !second) return { page: "missing" };
  if (third === undefined) return { page: "sweep", ref: second };
  if (third === "search" && parts.length === 3) return { page: "search", ref: second };
  if (third === "runs" && /^[1-9]\d*$/.test(fourth ?? "")) return { page: "run", ref: second, number: Number(fourth) };
  return { page: "missing" };
}

/** The address of a page, for links. */
export function link(to: Route): string {
  const address = addressOf(to);
  return hashed ? `#${address}` : address;
}

function addressOf(to: Route): string {
  const word = encodeURIComponent;
  switch (to.page) {
    case "new":
      return "/new";
    case "compare":
      return `/compare/${word(to.project)}`;
    case "sweep":
      return `/sweeps/${word(to.ref)}`;
    case "search":
      return `/sweeps/${word(to.ref)}/search`;
    case "run":
      return `/sweeps/${word(to.ref)}/runs/${to.number}`;
    case "lone":
      return `/runs/${word(to.key)}`;
    default:
      return "/";
  }
}

export const route = signal<Route>(parse(path()));

/** The query of the address as it is now, without `?`. */
export function search(): string {
  return hashed ? (location.hash.split("?")[1] ?? "") : location.search.slice(1);
}

/** Puts a query into the address. `replace`: without a step to come back to. */
export function setSearch(query: string): void {
  const place = hashed ? `#${path()}` : location.pathname;
  history.replaceState(history.state, "", query ? `${place}?${query}` : place);
}

const listeners = new Set<() => void>();

/** Calls back when the page or its query has changed by going somewhere. */
export function onGone(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function go(to: Route, query = ""): void {
  history.pushState(null, "", query ? `${link(to)}?${query}` : link(to));
  arrived();
  scrollTo(0, 0);
}

function arrived(): void {
  const found = parse(path());
  if (JSON.stringify(found) !== JSON.stringify(route.peek())) route.value = found;
  for (const listener of listeners) listener();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Makes links of this page go somewhere without loading anything anew. */
export function follow(): void {
  addEventListener("popstate", arrived);
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const anchor = (event.target as Element | null)?.closest?.("a[href]");
    if (!(anchor instanceof HTMLAnchorElement) || anchor.target || anchor.hasAttribute("download")) return;
    const inside = hashed ? anchor.hash.startsWith("#/") : anchor.origin === location.origin && isPage(anchor.pathname);
    if (!inside) return;
    event.preventDefault();
    history.pushState(null, "", anchor.href);
    arrived();
    scrollTo(0, 0);
  });
}

function isPage(pathname: string): boolean {
  return !pathname.startsWith("/api/") && parse(pathname).page !== "missing";
}
