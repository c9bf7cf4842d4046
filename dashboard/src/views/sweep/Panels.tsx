/** The parts of the page, in their places. */
import type { ComponentType } from "preact";
import { sweep as words } from "../../messages/en.sweep";
import { Section } from "../../parts/Section";
import { useTurn } from "../../parts/turns";
import type { SweepModel } from "./model";
import { CurvesPanel } from "./panels/CurvesPanel";
import { ImportancePanel } from "./panels/ImportancePanel";
import { ObjectivePanel } from "./panels/ObjectivePanel";
import { ParallelPanel } from "./panels/ParallelPanel";
import { RunsPanel } from "./panels/RunsPanel";
import { TabsPanel } from "./panels/TabsPanel";

interface Part {
  id: string;
  title: string;
  panel: ComponentType<{ model: SweepModel }>;
}

const PARTS: readonly Part[] = [
  { id: "s-curves", title: words.curves, panel: CurvesPanel },
  { id: "s-par", title: words.parallel, panel: ParallelPanel },
  { id: "s-runs", title: words.runs, panel: RunsPanel },
  { id: "s-imp", title: words.mattered, panel: ImportancePanel },
  { id: "s-obj", title: words.objectiveOverTime, panel: ObjectivePanel },
  { id: "s-tabs", title: words.tabs.label, panel: TabsPanel },
];

export function Panels({ model }: { model: SweepModel }) {
  return (
    <div class="grid">
      {PARTS.map((part) => (
        <Panel key={part.id} model={model} part={part} />
      ))}
    </div>
  );
}

/** A part, once there are runs to show and the parts before it have been made. */
function Panel({ model, part }: { model: SweepModel; part: Part }) {
  const isMade = useTurn(model.seen.value !== null);
  if (isMade) return <part.panel model={model} />;
  return (
    <Section id={part.id} title={part.title}>
      <div class="chart" aria-busy="true" />
    </Section>
  );
}
