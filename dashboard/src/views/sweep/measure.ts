/** How wide a text is in the page's font, before it is on the page. */

let context: CanvasRenderingContext2D | null | undefined;

/** Pixels; `size` in pixels too. Where there is no canvas (tests), about as wide as most fonts are. */
export function textWidth(text: string, size: number, weight = 400): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * size * 0.56;
  context.font = `${weight} ${size}px ${family()}`;
  return context.measureText(text).width;
}

let known = "";

function family(): string {
  known ||= getComputedStyle(document.documentElement).getPropertyValue("--font-sans").trim() || "sans-serif";
  return known;
}
