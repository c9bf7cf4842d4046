/** Further views of the runs, one at a time. */
import { useRef } from "preact/hooks";
import { sweep as words } from "../../../messages/en.sweep";
import { selection, setView } from "../../../state/selection";
import { Guard } from "../Guard";
import type { SweepModel } from "../model";
import { ComparePanel } from "./ComparePanel";
import { DistributionTab } from "./DistributionTab";
import { ContourTab, RankTab, SlicesTab } from "./GridTabs";
import { ScatterTab } from "./ScatterTab";
import { TimelineTab } from "./TimelineTab";

const TABS = ["slices", "rank", "contour", "scatter", "distribution", "timeline", "compare"] as const;
type Tab = (typeof TABS)[number];

const VIEWS = {
  slices: SlicesTab,
  rank: RankTab,
  contour: ContourTab,
  scatter: ScatterTab,
  distribution: DistributionTab,
  timeline: TimelineTab,
  compare: ComparePanel,
} as const;

export function TabsPanel({ model }: { model: SweepModel }) {
  const list = useRef<HTMLDivElement>(null);
  const tab = TABS.find((each) => each === selection.value.view["tab"]) ?? "slices";
  const View = VIEWS[tab];
  const choose = (chosen: Tab) => setView("tab", chosen === "slices" ? null : chosen);
  const steer = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length]!;
    choose(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <section class="sec" id="s-tabs" aria-label={words.tabs.label}>
      <div class="tabs" role="tablist" aria-label={words.tabs.label} ref={list} onKeyDown={steer}>
        {TABS.map((each) => (
          <button
            type="button"
            key={each}
            id={`tab-${each}`}
            class="tx"
            role="tab"
            aria-selected={each === tab}
            aria-controls="tab-body"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => choose(each)}
          >
            {words.tabs[each]}
          </button>
        ))}
      </div>
      <div id="tab-body" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <Guard key={tab}>
          <View model={model} />
        </Guard>
      </div>
    </section>
  );
}
