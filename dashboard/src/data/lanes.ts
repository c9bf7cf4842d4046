/** Which runs an agent had at the same time: a lane for each of its places. */

export interface Lane {
  agent: string;
  /** From 0 among the lanes of this agent. */
  place: number;
}

export interface Lanes {
  lanes: Lane[];
  /** The lane of each run, or -1 for one that has not started. */
  lane: Int32Array;
}

/** Agents in the order in which they came; each run in the first lane of its agent that was free. */
export function lanesOf(
  count: number,
  agent: (run: number) => string,
  start: ArrayLike<number>,
  end: ArrayLike<number>,
): Lanes {
  const started = Array.from({ length: count }, (_, run) => run).filter((run) => !Number.isNaN(start[run]!));
  started.sort((a, b) => start[a]! - start[b]! || a - b);
  const free = new Map<string, number[]>();
  const places = new Int32Array(count).fill(-1);
  for (const run of started) places[run] = takePlace(free, agent(run), start[run]!, end[run]!);
  const first = new Map<string, number>();
  const lanes: Lane[] = [];
  for (const [name, ends] of free) {
    first.set(name, lanes.length);
    ends.forEach((_, place) => {
      lanes.push({ agent: name, place });
    });
  }
  const lane = places.map((place, run) => (place < 0 ? -1 : first.get(agent(run))! + place));
  return { lanes, lane };
}

/** Clocks of agents and of the store differ by a little. */
const SLACK_S = 0.5;

function takePlace(free: Map<string, number[]>, agent: string, start: number, end: number): number {
  const ends = free.get(agent) ?? [];
  free.set(agent, ends);
  const found = ends.findIndex((until) => until <= start + SLACK_S);
  const place = found < 0 ? ends.length : found;
  ends[place] = end;
  return place;
}
