/** When charts are drawn: at most once a frame, not for longer than it leaves, and not at all while nobody sees the page. */

/** A frame draws for so many milliseconds, then the rest waits for the next: the page answers in between. */
const BUDGET_MS = 12;

const waiting = new Set<() => void>();
/** What a hand is moving: drawn in each frame, before all else. */
const urgent = new Set<() => void>();
let asked = 0;

/** Draws at one of the next frames, who waits longest first; asking again before it changes nothing. */
export function nextFrame(draw: () => void): void {
  if (!urgent.has(draw)) waiting.add(draw);
  ask();
}

/** Draws at the next frame, whatever else waits. */
export function thisFrame(draw: () => void): void {
  waiting.delete(draw);
  urgent.add(draw);
  ask();
}

/** Takes back what was asked for. */
export function forget(draw: () => void): void {
  waiting.delete(draw);
  urgent.delete(draw);
}

function ask(): void {
  if (asked || waiting.size + urgent.size === 0 || document.hidden) return;
  asked = requestAnimationFrame(() => {
    asked = 0;
    const end = performance.now() + BUDGET_MS;
    drawAll(urgent, Number.POSITIVE_INFINITY);
    drawAll(waiting, end);
    ask();
  });
}

function drawAll(from: Set<() => void>, end: number): void {
  for (const draw of [...from]) {
    if (performance.now() >= end) return;
    from.delete(draw);
    draw();
  }
}

document.addEventListener("visibilitychange", ask);
