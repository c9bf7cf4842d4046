/** What the search believes, what it will try next and why, and how good it has been. */
import { useMemo } from "preact/hooks";
import { openSweep } from "../../live/sweep";
import { search as words } from "../../messages/en.search";
import { sweep as sweepWords } from "../../messages/en.sweep";
import { useTitle } from "../../parts/hooks";
import { LoadFailed } from "../../parts/LoadFailed";
import { Lost, useRetryWhenBack } from "../../parts/Lost";
import { TopBar } from "../../parts/TopBar";
import { link } from "../../state/router";
import { SweepHeader } from "../sweep/Header";
import { SweepModel } from "../sweep/model";
import { Facts } from "./Facts";
import { Key } from "./Key";
import { useSearchKeys } from "./keys";
import { Panels } from "./Panels";
import { usePicture } from "./picture";
import { sightOf } from "./sight";
import "./search.css";

export default function Search({ of }: { of: string }) {
  const page = useMemo(() => new SweepModel(openSweep(of)), [of]);
  const { open } = page;
  const sweep = open.sweep.value;
  useTitle(words.title, sweep?.name || sweep?.id, sweep?.project);
  useRetryWhenBack(page.open);
  return (
    <>
      <Top page={page} />
      <main id="main" class="search">
        {open.state.value === "error" ? (
          <LoadFailed title={sweepWords.loadFailed} error={open.error.value} onRetry={() => open.retry()} />
        ) : (
          <>
            <SweepHeader open={open} page="search" />
            <Believed page={page} />
          </>
        )}
      </main>
    </>
  );
}

function Top({ page }: { page: SweepModel }) {
  const sweep = page.sweep.value;
  return (
    <TopBar>
      {sweep && (
        <>
          <a href={`${link({ page: "home" })}?project=${encodeURIComponent(sweep.project)}`}>{sweep.project}</a>
          <i>/</i>
          <a href={link({ page: "sweep", ref: sweep.key })}>{sweep.name || sweep.id}</a>
          <i>/</i>
          <b>{words.title}</b>
        </>
      )}
    </TopBar>
  );
}

function Believed({ page }: { page: SweepModel }) {
  const picture = usePicture(page.open);
  const seen = page.seen.value;
  const sweep = page.sweep.value;
  const scale = page.scale.value;
  const sight = useMemo(() => sightOf(page, picture.portrait), [page, picture.portrait, seen, sweep, scale]);
  useSearchKeys(sight);
  return (
    <>
      <Facts sight={sight} />
      <Lost />
      <Key sight={sight} />
      <Panels page={page} sight={sight} picture={picture} />
    </>
  );
}
