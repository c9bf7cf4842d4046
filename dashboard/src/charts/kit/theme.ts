/** The tokens of styles/tokens.css that charts use, as values. */

export type Rgb = readonly [number, number, number];

export interface Theme {
  readonly bg: string;
  readonly sink: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly ink: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly mark: string;
  readonly point: string;
  readonly pointInk: string;
  readonly live: string;
  readonly stop: string;
  readonly fail: string;
  /** Worst to best. */
  readonly seq: readonly Rgb[];
  readonly cat: readonly string[];
  /** Runs that are not among the best. */
  readonly rest: Rgb;
  /** Alpha of runs outside the selection. */
  readonly restOut: number;
  readonly sans: string;
}

const SEQ = 9;
const CAT = 6;

/** The theme by a function that gives the value of a custom property, such as that of a computed style. */
export function themeFrom(property: (name: string) => string): Theme {
  const token = (name: string) => property(`--${name}`).trim();
  const many = (name: string, first: number, count: number) =>
    Array.from({ length: count }, (_, i) => token(`${name}-${first + i}`));
  return {
    bg: token("bg"),
    sink: token("bg-sink"),
    line: token("line"),
    lineStrong: token("line-strong"),
    ink: token("ink"),
    ink2: token("ink-2"),
    ink3: token("ink-3"),
    mark: token("mark"),
    point: token("point"),
    pointInk: token("point-ink"),
    live: token("live"),
    stop: token("stop"),
    fail: token("fail"),
    seq: many("seq", 0, SEQ).map(rgbOfHex),
    cat: many("cat", 1, CAT),
    rest: rgbOfList(token("rest")),
    restOut: Number(token("rest-out")),
    sans: token("font-sans"),
  };
}

/** The theme that an element stands in. */
export function themeOf(element: Element): Theme {
  const style = getComputedStyle(element);
  return themeFrom((name) => style.getPropertyValue(name));
}

export function rgbOfHex(hex: string): Rgb {
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function rgbOfList(list: string): Rgb {
  const [r = 0, g = 0, b = 0] = list.split(",").map(Number);
  return [r, g, b];
}
