/** The outlines of the shapes that pages draw: lines, boxes, polygons and paths of straight parts. */

export type Point = readonly [x: number, y: number];

export interface Outline {
  points: Point[];
  closed: boolean;
}

/** The outline of an SVG shape, in its own units; a circle has none. */
export function outlinesOf(shape: Element): Outline[] {
  const [x, y] = [number(shape, "x"), number(shape, "y")];
  switch (shape.localName) {
    case "line":
      return [{ points: [[number(shape, "x1"), number(shape, "y1")], end(shape)], closed: false }];
    case "rect":
      return traced(`M${x} ${y}h${number(shape, "width")}v${number(shape, "height")}H${x}Z`);
    case "polygon":
      return traced(`M${shape.getAttribute("points") ?? ""}Z`);
    case "path":
      return traced(shape.getAttribute("d") ?? "");
    default:
      return [];
  }
}

export function number(shape: Element, name: string): number {
  return Number(shape.getAttribute(name) ?? 0);
}

function end(line: Element): Point {
  return [number(line, "x2"), number(line, "y2")];
}

/** The points of a path of `M`, `L`, `H`, `V` and `Z`, large or small; pages draw no curves. */
export function traced(path: string): Outline[] {
  const outlines: Outline[] = [];
  let at: Point = [0, 0];
  for (const [, command = "", rest = ""] of path.matchAll(/([MLHVZ])([^MLHVZ]*)/gi)) {
    const numbers = (rest.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number);
    if (/z/i.test(command)) {
      const closed = outlines.at(-1);
      if (closed) {
        closed.closed = true;
        at = closed.points[0] ?? at;
      }
      continue;
    }
    const points = stepsOf(command, numbers, at);
    if (/m/i.test(command)) outlines.push({ points, closed: false });
    else outlines.at(-1)?.points.push(...points);
    at = points.at(-1) ?? at;
  }
  return outlines;
}

/** Where a command leads, from step to step. */
function stepsOf(command: string, numbers: readonly number[], from: Point): Point[] {
  const relative = command === command.toLowerCase();
  const letter = command.toUpperCase();
  const size = letter === "H" || letter === "V" ? 1 : 2;
  const points: Point[] = [];
  for (let i = 0; i + size <= numbers.length; i += size) {
    const [x, y] = points.at(-1) ?? from;
    const [a, b] = [numbers[i]!, numbers[i + 1] ?? 0];
    const [dx, dy] = relative ? [x, y] : [0, 0];
    points.push([letter === "V" ? x : a + dx, letter === "H" ? y : (letter === "V" ? a : b) + dy]);
  }
  return points;
}
