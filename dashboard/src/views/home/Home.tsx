/** All sweeps by project, with agents and what happened today beside them. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { SweepView } from "../../data/model";
import { OpenHome } from "../../live/home";
import { connection } from "../../live/stream";
import { canChange } from "../../live/sweep";
import { en } from "../../messages/en";
import { home as words } from "../../messages/en.home";
import { Word } from "../../parts/Button";
import { CopyCommand } from "../../parts/Copy";
import { useShortcuts, useTitle } from "../../parts/hooks";
import { Icon } from "../../parts/Icon";
import { LoadFailed } from "../../parts/LoadFailed";
import { TopBar } from "../../parts/TopBar";
import { go, link } from "../../state/router";
import { Aside } from "./Aside";
import { projectsOf } from "./list";
import { ProjectTable } from "./ProjectTable";
import "./home.css";

export default function Home() {
  const [open] = useState(() => new OpenHome());
  useEffect(() => () => open.close(), []);
  useTitle(words.title);
  const sweeps = open.sweeps.value;
  return (
    <>
      <TopBar>
        <b>{en.home}</b>
      </TopBar>
      <main id="main" class="home" aria-busy={sweeps === null}>
        {sweeps ? (
          <Whole open={open} sweeps={sweeps} />
        ) : open.error.value ? (
          <LoadFailed title={words.loadFailed} error={open.error.value} onRetry={() => open.retry()} />
        ) : (
          <Frame />
        )}
      </main>
    </>
  );
}

function Whole({ open, sweeps }: { open: OpenHome; sweeps: readonly SweepView[] }) {
  const filter = useSignal("");
  const projects = projectsOf(sweeps, filter.value);
  return (
    <>
      <Head sweeps={sweeps} filter={filter} />
      {connection.value.state === "lost" && <p class="banner">{en.lostBanner}</p>}
      <div class="list">
        {sweeps.length === 0 && <Empty />}
        {sweeps.length > 0 && projects.length === 0 && (
          <p class="nothing">
            {words.nothingFits}{" "}
            <Word
              onClick={() => {
                filter.value = "";
              }}
            >
              {words.showAll}
            </Word>
          </p>
        )}
        {projects.map((project) => (
          <ProjectTable key={project.name} project={project} />
        ))}
      </div>
      <Aside open={open} sweeps={sweeps} />
    </>
  );
}

function Head({ sweeps, filter }: { sweeps: readonly SweepView[]; filter: { value: string } }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts(() => [
    { keys: "/", what: words.filterLabel, run: () => field.current?.focus() },
    ...(canChange ? [{ keys: "n", what: words.newSweep, run: () => go({ page: "new" }) }] : []),
  ]);
  const projects = new Set(sweeps.map((sweep) => sweep.project)).size;
  const running = sweeps.filter((sweep) => sweep.state === "running").length;
  return (
    <div class="head">
      <h1>{words.title}</h1>
      {sweeps.length > 0 && <span class="mute">{words.counts(projects, sweeps.length, running)}</span>}
      <span class="sp" />
      {sweeps.length > 0 && (
        <input
          ref={field}
          class="field filter"
          type="search"
          aria-label={words.filterLabel}
          title={words.filterKey}
          placeholder={words.filter}
          value={filter.value}
          onInput={(event) => {
            filter.value = event.currentTarget.value;
          }}
        />
      )}
      {canChange && (
        <a class="btn primary" href={link({ page: "new" })} title={words.newKey}>
          <Icon name="plus" />
          {words.newSweep}
        </a>
      )}
    </div>
  );
}

function Empty() {
  return (
    <div class="empty">
      <h2>{words.empty}</h2>
      <p>{words.emptyBody}</p>
      <CopyCommand text="varre run sweep.yaml" />
      {canChange && (
        <p>
          {words.emptyNew}{" "}
          <a class="inline" href={link({ page: "new" })}>
            {words.newSweep}
          </a>
        </p>
      )}
    </div>
  );
}

function Frame() {
  return (
    <>
      <div class="head">
        <h1>{words.title}</h1>
      </div>
      <p class="vh" role="status">
        {en.loading}
      </p>
    </>
  );
}
