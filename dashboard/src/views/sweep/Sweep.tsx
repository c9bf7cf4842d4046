/** One sweep on one page: what is best, why, what mattered, and what is still to come. */
import { useEffect, useMemo } from "preact/hooks";
import { timeOfDay } from "../../data/format";
import { connection } from "../../live/stream";
import { openSweep } from "../../live/sweep";
import { en } from "../../messages/en";
import { sweep as words } from "../../messages/en.sweep";
import { useTitle } from "../../parts/hooks";
import { LoadFailed } from "../../parts/LoadFailed";
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
  useRetryWhenBack(model);
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

/** Says that what is shown is of then, while the server does not answer. */
function Lost() {
  const { state, since } = connection.value;
  if (state !== "lost") return null;
  return (
    <p class="banner" role="alert">
      <b>{words.noAnswerSince(timeOfDay((since ?? Date.now()) / 1000))}</b> {en.lostBanner}
    </p>
  );
}

/** What failed while the server was away is asked for again when it is back. */
function useRetryWhenBack(model: SweepModel): void {
  const { state } = connection.value;
  useEffect(() => {
    if (state === "live") model.open.retry();
  }, [state, model]);
}
