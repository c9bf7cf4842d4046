/** The page of one run. */
import { useEffect, useState } from "preact/hooks";
import { OpenRun, type RunRef } from "../../live/run";
import { connection } from "../../live/stream";
import { en } from "../../messages/en";
import { run as words } from "../../messages/en.run";
import { Button } from "../../parts/Button";
import { FactLine } from "../../parts/FactLine";
import { useTitle } from "../../parts/hooks";
import { LoadFailed } from "../../parts/LoadFailed";
import { TopBar } from "../../parts/TopBar";
import { link } from "../../state/router";
import { nameOf, restoreRun } from "./actions";
import { Config } from "./Config";
import { ConsoleSection } from "./ConsoleView";
import { Curves } from "./Curves";
import { Ended } from "./Ended";
import { Facts } from "./Facts";
import { Header } from "./Header";
import { Machine } from "./Machine";
import { MediaSections } from "./MediaView";
import { Files, Notes } from "./Notes";
import { Summary } from "./Summary";
import { type Sight, sightOf } from "./sight";
import { Tried } from "./Tried";
import "./run.css";

export default function Run({ of }: { of: RunRef }) {
  const [open] = useState(() => new OpenRun(of));
  useEffect(() => () => open.close(), []);
  const sight = sightOf(open);
  const sweep = sight?.sweep;
  useTitle(sight && nameOf(sight.run), sweep && (sweep.name || sweep.id));
  return (
    <>
      <TopBar>
        <Crumbs of={of} sight={sight} />
      </TopBar>
      <main id="main" class="run" aria-busy={!sight}>
        {sight ? (
          <Whole sight={sight} />
        ) : open.error.value ? (
          <LoadFailed title={words.loadFailed} error={open.error.value} onRetry={() => open.retry()} />
        ) : (
          <Frame of={of} />
        )}
      </main>
    </>
  );
}

function Crumbs({ of, sight }: { of: RunRef; sight: Sight | null }) {
  const sweep = sight?.sweep;
  const name = sight ? nameOf(sight.run) : "number" in of ? `#${of.number}` : "";
  return (
    <>
      {sight && <a href={link({ page: "home" })}>{sight.run.project}</a>}
      {sweep && (
        <>
          <i>/</i>
          <a href={link({ page: "sweep", ref: sweep.key })}>{sweep.name || sweep.id}</a>
        </>
      )}
      {name && (
        <>
          <i>/</i>
          <b>{name}</b>
        </>
      )}
    </>
  );
}

function Whole({ sight }: { sight: Sight }) {
  const { run, open } = sight;
  return (
    <>
      <Header sight={sight} />
      {connection.value.state === "lost" && <p class="banner">{en.lostBanner}</p>}
      {run.deleted !== null && (
        <p class="banner">
          {words.gone} <Button onClick={() => void restoreRun(open, run)}>{words.restore}</Button>
        </p>
      )}
      {(run.attempt > 1 || run.skipped > 0) && <Attempts sight={sight} />}
      <Facts sight={sight} />
      <div class="grid">
        <Curves sight={sight} />
        <div class="stack">
          <Tried sight={sight} />
          <Ended sight={sight} />
        </div>
        <div class="stack">
          <Config sight={sight} />
          <Summary sight={sight} />
          <Machine sight={sight} />
        </div>
        <MediaSections sight={sight} />
        <ConsoleSection sight={sight} />
        <Notes sight={sight} />
        <Files sight={sight} />
      </div>
    </>
  );
}

function Attempts({ sight: { run } }: { sight: Sight }) {
  const parts = [
    run.attempt > 1 ? words.attemptNote(run.attempt, run.losses) : "",
    run.skipped > 0 ? `${words.skippedRows(run.skipped)}.` : "",
  ];
  return <p class="attempts">{parts.filter(Boolean).join(" ")}</p>;
}

/** The place of everything while the run is on its way: nothing moves when it arrives. */
function Frame({ of }: { of: RunRef }) {
  return (
    <>
      <div class="head">
        <h1>{"number" in of ? words.heading(`#${of.number}`) : " "}</h1>
      </div>
      <FactLine />
      <p class="vh" role="status">
        {en.loading}
      </p>
    </>
  );
}
