/** The parts of the page, in their places. */

import type { SweepModel } from "./model";
import { CurvesPanel } from "./panels/CurvesPanel";
import { ImportancePanel } from "./panels/ImportancePanel";
import { ObjectivePanel } from "./panels/ObjectivePanel";
import { ParallelPanel } from "./panels/ParallelPanel";
import { RunsPanel } from "./panels/RunsPanel";
import { TabsPanel } from "./panels/TabsPanel";

export function Panels({ model }: { model: SweepModel }) {
  return (
    <div class="grid">
      <CurvesPanel model={model} />
      <ParallelPanel model={model} />
      <RunsPanel model={model} />
      <ImportancePanel model={model} />
      <ObjectivePanel model={model} />
      <TabsPanel model={model} />
    </div>
  );
}
