/** When charts are drawn: at most once a frame, not for longer than it leaves, and not at all while nobody sees the page. */

/** A frame draws for so many milliseconds, then the rest waits for the next: the page answers in between. */
const BUDGET_MS = 12;

/** Who waits, with what says whether somebody can see it. */
const waiting = new Map<() => void, () => boolean>();
/** What a hand is moving: drawn in each frame, before all else. */
const urgent = new Set<() => void>();
let asked = 0;

/** Draws at one of the next frames: what is in view first, then who waits longest. Asking again before it changes nothing. */
export function nextFrame(draw: () => void, isInView: () => boolean = () => true): void {
  if (!urgent.has(draw)) waiting.set(draw, isInView);
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
    for (const draw of [...urgent]) if (urgent.delete(draw)) draw();
    for (const draw of inOrder()) {
      if (performance.now() >= end) break;
      if (waiting.delete(draw)) draw();
    }
    ask();
  });
}

function inOrder(): (() => void)[] {
  const [seen, unseen]: [(() => void)[], (() => void)[]] = [[], []];
  for (const [draw, isInView] of waiting) (isInView() ? seen : unseen).push(draw);
  return [...seen, ...unseen];
}

document.addEventListener("visibilitychange", ask);
