/** The state of a run in words: how far it has come, and how it ended. */
import type { RunView } from "../../data/model";
import { run as words } from "../../messages/en.run";
import type { Sight } from "./sight";

type Planned = Sight["planned"];

export function stateWords(run: RunView, planned: Planned): string {
  const { states } = words;
  const [rows, epochs] = [planned?.rows ?? null, planned?.epochs ?? false];
  switch (run.state) {
    case "running":
      return run.rows ? words.at(run.stop ? states.stopping : states.running, run.rows, rows, epochs) : states.running;
    case "preempted":
      return states.queuedAgain;
    case "stopped": {
      const early = run.stop?.rung === null || run.stop === null ? states.stoppedByHand : states.stopped;
      return words.endedAt(early, run.rows, rows, epochs);
    }
    case "failed":
    case "crashed":
      return run.rows ? words.endedAt(states[run.state], run.rows, rows, epochs) : states[run.state];
    default:
      return states[run.state];
  }
}
