/** When charts are drawn: at most once a frame, and not at all while nobody sees the page. */

const waiting = new Set<() => void>();
let asked = 0;

/** Draws at the next frame; asking again before it changes nothing. */
export function nextFrame(draw: () => void): void {
  waiting.add(draw);
  ask();
}

/** Takes back what `nextFrame` was asked for. */
export function forget(draw: () => void): void {
  waiting.delete(draw);
}

function ask(): void {
  if (asked || waiting.size === 0 || document.hidden) return;
  asked = requestAnimationFrame(() => {
    asked = 0;
    const due = [...waiting];
    waiting.clear();
    for (const draw of due) draw();
  });
}

document.addEventListener("visibilitychange", ask);
