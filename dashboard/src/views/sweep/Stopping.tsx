/** By which rule runs are stopped early, and from which row on. */
import { firstBand, ruleIn } from "../../data/hyperband";
import { rowName } from "../../data/length";
import type { OpenSweep } from "../../live/sweep";
import { stopping as words } from "../../messages/en.stopping";

export function Stopping({ open }: { open: OpenSweep }) {
  open.tick.value;
  const [sweep, table] = [open.sweep.value, open.runs.value];
  if (!sweep?.early_terminate) return null;
  const rule = ruleIn(sweep.text);
  const row = table && rowName(table, sweep.parameters);
  return <>{words.rule(sweep.early_terminate, row ?? words.row, rule && table && firstBand(rule))}</>;
}
