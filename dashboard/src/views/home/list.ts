/** The list of sweeps: which fit the filter, and in what order they stand. */
import type { SweepView } from "../../data/model";
import { en } from "../../messages/en";

export interface Project {
  name: string;
  sweeps: SweepView[];
}

export function labelOf(sweep: Pick<SweepView, "name" | "id">): string {
  return sweep.name || sweep.id;
}

/** Projects with the sweeps that fit; those with the latest change first, and so the sweeps in them. */
export function projectsOf(sweeps: readonly SweepView[], filter: string): Project[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = sweeps.filter((sweep) => words.every((word) => wordsOf(sweep).includes(word)));
  const byProject = new Map<string, SweepView[]>();
  for (const sweep of [...fitting].sort((a, b) => changeOf(b) - changeOf(a) || b.created - a.created)) {
    const known = byProject.get(sweep.project);
    if (known) known.push(sweep);
    else byProject.set(sweep.project, [sweep]);
  }
  return [...byProject].map(([name, inside]) => ({ name, sweeps: inside }));
}

/** Running sweeps change all the time; among them the order is that of their creation, so that rows stay in place. */
function changeOf(sweep: SweepView): number {
  return sweep.state === "running" ? Number.MAX_VALUE : sweep.changed;
}

function wordsOf(sweep: SweepView): string {
  const parts = [sweep.name, sweep.id, sweep.project, sweep.method, sweep.early_terminate, sweep.objective?.name];
  return [...parts, en.states[sweep.state], ...sweep.tags, sweep.notes].join(" ").toLowerCase();
}

export function endedRuns({ counts }: SweepView): number {
  return counts.finished + counts.stopped + counts.failed + counts.crashed + counts.canceled;
}
