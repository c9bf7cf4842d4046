/** The icons, drawn on a grid of 16 units; and the small marks of states on one of 12. */
import type { JSX } from "preact";

const PATHS = {
  search: (
    <>
      <circle cx="7" cy="7" r="4.200" />
      <path d="m10.200 10.200 3.300 3.300" />
    </>
  ),
  pause: <path d="M5.500 3.500v9M10.500 3.500v9" />,
  play: <path d="M5 3.200v9.600L12.500 8z" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  cancel: (
    <>
      <circle cx="8" cy="8" r="5.500" />
      <path d="m4.200 11.800 7.600-7.600" />
    </>
  ),
  more: <path d="M3.500 8h.01M8 8h.01M12.500 8h.01" stroke-width="2" />,
  copy: (
    <>
      <rect x="5.500" y="5.500" width="7.500" height="7.500" rx="1.200" />
      <path d="M10.500 3.200H4.200a1 1 0 0 0-1 1v6.300" />
    </>
  ),
  check: <path d="m3.500 8.500 3 3 6-7" />,
  moon: <path d="M13 9.300A5.500 5.500 0 1 1 6.700 3a4.500 4.500 0 0 0 6.300 6.300z" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.800" />
      <path d="M8 1.800v1.400M8 12.800v1.400M1.800 8h1.400M12.800 8h1.400M3.600 3.600l1 1M11.400 11.400l1 1M3.600 12.400l1-1M11.400 4.600l1-1" />
    </>
  ),
  plus: <path d="M8 3.500v9M3.500 8h9" />,
  x: <path d="m4.500 4.500 7 7M11.500 4.500l-7 7" />,
  columns: <path d="M3 3.500h10v9H3zM6.500 3.500v9M9.800 3.500v9" />,
  down: <path d="M8 3v7.500M4.800 7.500 8 10.700l3.200-3.200M3.500 13h9" />,
  undo: <path d="M5.500 3.500 3 6l2.500 2.500M3.200 6h6a3.500 3.500 0 0 1 0 7H6.500" />,
  redo: <path d="M13 8a5 5 0 1 1-1.500-3.500M13 2.500v2.700h-2.700" />,
  left: <path d="M10 3.500 5.500 8l4.500 4.500" />,
  right: <path d="M6 3.500 10.500 8 6 12.500" />,
  flip: <path d="M5 3v10M5 3 3 5M5 3l2 2M11 13V3M11 13l-2-2M11 13l2-2" />,
  filter: <path d="M2.500 4h11M4.500 8h7M6.500 12h3" />,
  edit: <path d="m3.500 12.500.6-2.600 6.700-6.700 2 2-6.700 6.700zM9.500 4.500l2 2" />,
  trash: <path d="M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500l.6 8.500h5.800l.6-8.500" />,
  pin: <path d="M6 2.500h4l-.5 4 2 2.500h-7l2-2.500zM8 9v4.500" />,
  eye: (
    <>
      <path d="M2 8s2.200-3.800 6-3.800S14 8 14 8s-2.200 3.800-6 3.800S2 8 2 8z" />
      <circle cx="8" cy="8" r="1.600" />
    </>
  ),
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="ic" viewBox="0 0 16 16" aria-hidden="true">
      {PATHS[name]}
    </svg>
  );
}

export function Brand() {
  return (
    <svg class="ic" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3 13.500c4.800-.2 8.600-3.600 9.800-9.600" />
      <path d="M3 10.400c3-.2 5.600-2.300 6.500-6.500" opacity=".65" />
      <path d="M3 7.300c1.300-.2 2.700-1.300 3.200-3.400" opacity=".35" />
    </svg>
  );
}

const line = { fill: "none", stroke: "currentColor" } as const;

export const STATE_MARKS: Record<string, JSX.Element> = {
  finished: <path d="m2.500 6.500 2.300 2.300L9.500 3.500" {...line} stroke-width="1.500" />,
  stopped: <path d="M1.500 6h6M8.500 2.500v7" {...line} stroke-width="1.600" />,
  failed: <path d="m3 3 6 6M9 3 3 9" {...line} stroke-width="1.700" />,
  crashed: <path d="m3 3 6 6M9 3 3 9" {...line} stroke-width="1.700" />,
  running: (
    <>
      <circle cx="6" cy="6" r="4.200" {...line} stroke-width="1.200" opacity=".4" />
      <path d="M6 1.800A4.200 4.200 0 0 1 10.200 6" {...line} stroke-width="1.800" />
    </>
  ),
  paused: <path d="M4 2.500v7M8 2.500v7" {...line} stroke-width="1.700" />,
  preempted: <path d="M4 2.500v7M8 2.500v7" {...line} stroke-width="1.700" />,
  pending: <circle cx="6" cy="6" r="4" {...line} stroke-width="1.200" stroke-dasharray="1.600 1.600" />,
  canceled: (
    <>
      <circle cx="6" cy="6" r="4" {...line} stroke-width="1.300" />
      <path d="m3.300 8.700 5.400-5.400" {...line} stroke-width="1.300" />
    </>
  ),
  alive: <circle cx="6" cy="6" r="3" fill="currentColor" />,
  lost: <circle cx="6" cy="6" r="3" {...line} stroke-width="1.400" />,
};
