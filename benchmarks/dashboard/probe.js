// Runs in each page before its own code: when charts were last drawn, and how long the page was blocked.
(() => {
  const probe = { watched: "", awaited: {}, seen: {}, longest: 0, frames: [] };
  window.probe = probe;

  // The time of a change is when the frame that shows it has been made: a task posted now runs after it.
  let waiting = false;
  let isInView = false;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    waiting = false;
    probe.last = performance.now();
    probe.first ??= probe.last;
    if (isInView) probe.lastInView = probe.last;
    isInView = false;
    for (const name in probe.awaited) if (!(name in probe.seen) && probe.awaited[name]()) probe.seen[name] = probe.last;
  };
  const changed = () => {
    if (waiting) return;
    waiting = true;
    channel.port2.postMessage(null);
  };

  const pen = CanvasRenderingContext2D.prototype;
  for (const name of ["stroke", "fill", "fillRect", "fillText", "putImageData", "drawImage", "clearRect"]) {
    const original = pen[name];
    pen[name] = function (...given) {
      if (this.canvas.isConnected) {
        isInView ||= probe.inView?.has(this.canvas);
        changed();
      }
      return original.apply(this, given);
    };
  }
  new MutationObserver((records) => {
    const isWatched = ({ target }) => (target.closest ? target : target.parentElement)?.closest(probe.watched);
    if (probe.watched && records.some(isWatched)) changed();
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });

  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) probe.longest = Math.max(probe.longest, task.duration);
  }).observe({ type: "longtask", buffered: true });
  addEventListener("pointerup", () => { probe.released = performance.now(); }, true);

  // Forgets what was, before something is done whose effect is looked for. The page must not be scrolled after it.
  probe.arm = () => {
    const meets = ({ top, bottom }) => bottom > 0 && top < innerHeight;
    probe.inView = new Set([...document.querySelectorAll("canvas")].filter((each) => meets(each.getBoundingClientRect())));
    Object.assign(probe, { longest: 0, first: null, last: null, lastInView: null, released: null });
  };
  probe.arm();
  // Whether all that is awaited is there, and nothing has been drawn for so long.
  probe.isComplete = (ms) => Object.keys(probe.awaited).every((name) => name in probe.seen) && probe.isQuiet(ms);
  probe.isQuiet = (ms) => probe.last !== null && performance.now() - probe.last > ms;

  // The times between frames while something is dragged.
  probe.beginFrames = () => {
    probe.frames = [];
    let before = null;
    const frame = (now) => {
      if (before !== null) probe.frames.push(now - before);
      before = now;
      probe.framing = requestAnimationFrame(frame);
    };
    probe.framing = requestAnimationFrame(frame);
  };
  probe.endFrames = () => {
    cancelAnimationFrame(probe.framing);
    return probe.frames;
  };
})();
