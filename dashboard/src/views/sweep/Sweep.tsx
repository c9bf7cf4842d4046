/** One sweep on one page: what is best, why, what mattered, and what is still to come. */
import { useMemo } from "preact/hooks";
import { openSweep } from "../../live/sweep";
import { sweep as words } from "../../messages/en.sweep";
import { useTitle } from "../../parts/hooks";
import { LoadFailed } from "../../parts/LoadFailed";
import { Lost, useRetryWhenBack } from "../../parts/Lost";
import { TopBar } from "../../parts/TopBar";
import { link } from "../../state/router";
import { Bar } from "./Bar";
import { Facts } from "./Facts";
import { SweepHeader } from "./Header";
import { SweepModel } from "./model";
import { Panels } from "./Panels";
import { usePageKeys } from "./pagekeys";
import { exportRuns } from "./table/export";
import "./sweep.css";

export default function Sweep({ of }: { of: string }) {
  const model = useMemo(() => new SweepModel(openSweep(of)), [of]);
  const { open } = model;
  const sweep = open.sweep.value;
  useTitle(sweep?.name || sweep?.id, sweep?.project);
  usePageKeys(model);
  useRetryWhenBack(model.open);
  return (
    <>
      <Top model={model} />
      <main id="main" class="sweep">
        {open.state.value === "error" ? (
          <LoadFailed title={words.loadFailed} error={open.error.value} onRetry={() => open.retry()} />
        ) : (
          <>
            <SweepHeader open={open} page="sweep" exportRuns={() => exportRuns(model)} />
            <Facts model={model} />
            <Lost />
            <Bar model={model} />
            <Panels model={model} />
          </>
        )}
      </main>
    </>
  );
}

function Top({ model }: { model: SweepModel }) {
  const sweep = model.sweep.value;
  return (
    <TopBar>
      {sweep && (
        <>
          <a href={`${link({ page: "home" })}?project=${encodeURIComponent(sweep.project)}`}>{sweep.project}</a>
          <i>/</i>
          <b>{sweep.name || sweep.id}</b>
        </>
      )}
    </TopBar>
  );
}
