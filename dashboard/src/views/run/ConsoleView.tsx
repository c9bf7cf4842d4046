/** The console of a run: the end first, followed while it goes on; only the lines that are seen are on the page. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { api } from "../../api";
import { spans } from "../../data/console";
import { bytes } from "../../data/format";
import type { OpenConsole } from "../../live/console";
import { en } from "../../messages/en";
import { run as words } from "../../messages/en.run";
import { Word } from "../../parts/Button";
import { Section } from "../../parts/Section";
import { source } from "../../source";
import { Finder } from "./Finder";
import type { Sight } from "./sight";

export function ConsoleSection({ sight }: { sight: Sight }) {
  const open = sight.open.console.value;
  if (!open) return null;
  return <Console key={sight.run.key} open={open} sight={sight} />;
}

const LINE = 18;
const BEYOND = 20;
const [LEAST, MOST, PADDING] = [60, 262, 18];

function Console({ open, sight }: { open: OpenConsole; sight: Sight }) {
  const { run, active } = sight;
  const following = useSignal(true);
  const finding = useSignal(false);
  const mark = useSignal<{ line: number; words: string } | null>(null);
  open.version.value;
  const { lines, forgotten } = open.lines;
  return (
    <Section
      id="console"
      class="wide"
      title={words.console}
      note={
        open.state.value === "ready" &&
        lines.length > 0 &&
        `${words.lines(lines.length)}${active && following.value ? `, ${words.follows}` : ""}`
      }
      controls={
        lines.length > 0 && (
          <span class="sw">
            {sight.run.attempt > 1 && <Attempts sight={sight} />}
            <Word
              pressed={finding.value}
              onClick={() => {
                finding.value = !finding.value;
                if (!finding.value) mark.value = null;
              }}
            >
              {words.find}
            </Word>
            {active && (
              <Word
                pressed={following.value}
                onClick={() => {
                  following.value = !following.value;
                }}
              >
                {words.follow}
              </Word>
            )}
            {!source.frozen && (
              <a class="tx" href={api.fileAddress(run.key, "console.log", true)} download>
                {words.download}
              </a>
            )}
          </span>
        )
      }
    >
      {finding.value && (
        <Finder
          open={open}
          onFound={(found) => {
            mark.value = found;
            if (found) following.value = false;
          }}
        />
      )}
      {open.skipped.value > 0 && (
        <p class="mute small">
          {words.skipped(bytes(open.skipped.value))} <Word onClick={() => open.readAll()}>{words.earlier}</Word>
        </p>
      )}
      {forgotten > 0 && <p class="mute small">{words.forgotten(forgotten)}</p>}
      {open.error.value ? (
        <p class="say">
          {words.consoleFailed} {open.error.value.message} <Word onClick={() => open.retry()}>{en.tryAgain}</Word>
        </p>
      ) : (
        open.state.value === "ready" &&
        lines.length === 0 && <p class="say mute">{active ? words.nothingWritten : words.wroteNothing}</p>
      )}
      {lines.length > 0 && <Window open={open} following={following} mark={mark.value} />}
    </Section>
  );
}

function Attempts({ sight }: { sight: Sight }) {
  const chosen = useSignal("");
  return (
    <select
      class="field small"
      aria-label={words.attempts}
      value={chosen.value}
      onChange={(event) => {
        chosen.value = event.currentTarget.value;
        sight.open.openConsole(chosen.value ? Number(chosen.value) : null);
      }}
    >
      <option value="">{words.allAttempts}</option>
      {Array.from({ length: sight.run.attempt }, (_, i) => (
        <option key={i} value={i + 1}>
          {words.oneAttempt(i + 1)}
        </option>
      ))}
    </select>
  );
}

interface WindowProps {
  open: OpenConsole;
  following: { value: boolean };
  mark: { line: number; words: string } | null;
}

/** The part of the console that is seen. Lines are of one height, so their places need no measuring. */
function Window({ open, following, mark }: WindowProps) {
  const box = useRef<HTMLDivElement>(null);
  const seen = useSignal({ from: 0, to: 60 });
  const { lines } = open.lines;
  const look = () => {
    const element = box.current;
    if (!element) return;
    const from = Math.max(0, Math.floor(element.scrollTop / LINE) - BEYOND);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / LINE) + BEYOND;
    if (from !== seen.value.from || to !== seen.value.to) seen.value = { from, to };
  };
  useLayoutEffect(() => {
    if (following.value && box.current) box.current.scrollTop = box.current.scrollHeight;
    look();
  }, [open.version.value, following.value]);
  useEffect(() => {
    if (mark && box.current) box.current.scrollTop = mark.line * LINE - box.current.clientHeight / 2;
    look();
  }, [mark]);
  const { from, to } = seen.value;
  return (
    <div
      ref={box}
      class="log"
      role="log"
      aria-live="off"
      aria-label={words.console}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      style={{ height: `${Math.max(LEAST, Math.min(MOST, lines.length * LINE + PADDING))}px` }}
      onScroll={() => {
        look();
        const element = box.current;
        if (element) following.value = element.scrollHeight - element.scrollTop - element.clientHeight < 2 * LINE;
      }}
    >
      <div style={{ height: `${lines.length * LINE}px` }}>
        <div style={{ transform: `translateY(${from * LINE}px)` }}>
          {lines.slice(from, to).map((line, i) => (
            <Line key={from + i} text={line} marked={mark?.line === from + i} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Line({ text, marked }: { text: string; marked: boolean }) {
  const own = text.startsWith("--- attempt ") || text.startsWith("varre: ");
  return (
    <div class={`line ${marked ? "marked" : ""} ${own ? "own" : ""}`}>
      {spans(text).map((span, i) =>
        span.style ? (
          <span key={i} class={span.style}>
            {span.text}
          </span>
        ) : (
          span.text
        ),
      )}
    </div>
  );
}
