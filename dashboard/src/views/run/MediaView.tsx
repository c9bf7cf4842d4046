/** Images, tables, histograms and pages that the run has logged. */
import { useSignal } from "@preact/signals";
import { api } from "../../api";
import { count, metric as written } from "../../data/format";
import { type Media, mediaOf } from "../../data/media";
import { run as words } from "../../messages/en.run";
import { Section } from "../../parts/Section";
import { source } from "../../source";
import { ExportMenu } from "../saving/Export";
import { shotIn } from "../saving/page";
import { LoggedTable } from "./LoggedTable";
import { useTable } from "./logged";
import { MatrixSection } from "./Matrix";
import type { Sight } from "./sight";

/** Small things first. */
const KINDS = ["image", "histogram", "file", "html", "table"];

export function MediaSections({ sight }: { sight: Sight }) {
  const { run } = sight;
  const all = mediaOf(run.summary);
  const others = all.filter((media) => !isMatrix(media)).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return (
    <>
      {all.map((media) => isMatrix(media) && <MatrixSection key={media.path} runKey={run.key} media={media} />)}
      {others.length > 0 && !source.frozen && (
        <Section id="media" title={words.media} class="wide">
          <div class="media">
            {others.map((media, place) => (
              <figure key={media.name} class={media.kind}>
                <figcaption>
                  <span class="name">{media.name}</span>
                  {media.kind === "histogram" && <HistogramMenu media={media} place={place} />}
                </figcaption>
                <OneMedia media={media} runKey={run.key} />
              </figure>
            ))}
          </div>
        </Section>
      )}
    </>
  );
}

function isMatrix(media: Media): media is Extract<Media, { kind: "table" }> {
  return media.kind === "table" && media.chart === "confusion_matrix";
}

function OneMedia({ media, runKey }: { media: Media; runKey: string }) {
  switch (media.kind) {
    case "image":
      return <Picture address={api.fileAddress(runKey, media.path)} text={media.caption || media.name} />;
    case "table":
      return <FetchedTable runKey={runKey} path={media.path} name={media.name} />;
    case "html":
      return (
        <iframe
          sandbox="allow-scripts"
          loading="lazy"
          referrerpolicy="no-referrer"
          title={words.htmlTitle(media.name)}
          src={api.fileAddress(runKey, media.path)}
        />
      );
    case "histogram":
      return <Histogram counts={media.counts} edges={media.edges} name={media.name} />;
    case "file":
      return (
        <a class="inline" href={api.fileAddress(runKey, media.path, true)} download>
          {media.path}
        </a>
      );
  }
}

function Picture({ address, text }: { address: string; text: string }) {
  const failed = useSignal(false);
  if (failed.value) return <p class="mute">{words.mediaFailed}</p>;
  return (
    <>
      <a href={address} target="_blank" rel="noreferrer">
        <img
          src={address}
          alt={text}
          loading="lazy"
          onError={() => {
            failed.value = true;
          }}
        />
      </a>
      <p class="mute small">{text}</p>
    </>
  );
}

function FetchedTable({ runKey, path, name }: { runKey: string; path: string; name: string }) {
  const table = useTable(runKey, path);
  if (table === undefined) return null;
  return table ? <LoggedTable table={table} name={name} /> : <p class="mute">{words.mediaFailed}</p>;
}

function HistogramMenu({ media, place }: { media: Extract<Media, { kind: "histogram" }>; place: number }) {
  const { name, counts, edges } = media;
  const values = () => [["from", "to", "count"], ...counts.map((n, i) => [edges[i] ?? null, edges[i + 1] ?? null, n])];
  return <ExportMenu name={name} shot={shotIn("media", `figure:nth-child(${place + 1})`)} values={values} />;
}

const [WIDTH, HEIGHT] = [240, 72];

function Histogram({ counts, edges, name }: { counts: number[]; edges: number[]; name: string }) {
  const most = Math.max(...counts, 1);
  const [low, high] = [written(edges[0]), written(edges.at(-1))];
  const step = WIDTH / Math.max(1, counts.length);
  return (
    <>
      <svg
        class="bars"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.histogramLabel(name, low, high)}
      >
        {counts.map((n, i) => (
          <rect
            key={i}
            x={i * step}
            width={Math.max(0.5, step - 0.5)}
            y={HEIGHT - (n / most) * HEIGHT}
            height={(n / most) * HEIGHT}
          />
        ))}
      </svg>
      <p class="mute small ends">
        <span>{low}</span>
        <span>{count(most)}</span>
        <span>{high}</span>
      </p>
    </>
  );
}
