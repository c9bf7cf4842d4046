/** Writing a sweep: the file on the left with its problems in place, the space as it will be searched on the right. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { api } from "../../api";
import type { Check, Problem, SweepView } from "../../data/model";
import type { Schema } from "../../data/schema";
import { asApiError } from "../../live/loading";
import { en } from "../../messages/en";
import { home as words } from "../../messages/en.home";
import { Button, Word } from "../../parts/Button";
import { useTitle } from "../../parts/hooks";
import { NotLoaded } from "../../parts/lazily";
import { Menu, type MenuItem } from "../../parts/Menu";
import { State } from "../../parts/State";
import { TopBar } from "../../parts/TopBar";
import { keep, recall } from "../../state/remembered";
import { go, link, search } from "../../state/router";
import { toast } from "../../state/toasts";
import type { Editor } from "./editor";
import { labelOf } from "./list";
import { Preview } from "./Preview";
import { TEMPLATES, type TemplateName } from "./templates";
import { useCheck } from "./useCheck";
import "./home.css";
import "./new.css";

const DRAFT = "draft";
const asText = (kept: unknown) => (typeof kept === "string" && kept.trim() ? kept : undefined);

export default function NewSweep() {
  useTitle(words.newTitle);
  const text = useSignal(recall(DRAFT, asText) ?? TEMPLATES.lenet5);
  const editor = useRef<Editor | null>(null);
  const busy = useSignal(false);
  const checked = useCheck(text.value);
  const { check } = checked;
  const ready = check !== null && !checked.stale && check.problems.length === 0 && !busy.value;
  const create = async () => {
    if (!ready) return;
    busy.value = true;
    await createSweep(text.value);
    busy.value = false;
  };
  const submit = useRef(create);
  submit.current = create;
  useEffect(() => {
    if (check && !checked.stale) editor.current?.mark(check.problems, check.warnings);
  }, [check, checked.stale]);
  return (
    <>
      <TopBar>
        <a href={link({ page: "home" })}>{en.home}</a>
        <i>/</i>
        <b>{words.newTitle}</b>
      </TopBar>
      <main id="main" class="new">
        <div class="head">
          <h1>{words.newTitle}</h1>
          <span class="mute">{words.file}</span>
          <span class="sp" />
          <Sources onText={(given) => editor.current?.replace(given)} />
        </div>
        <div class="two">
          <EditorPlace
            editor={editor}
            initial={text.peek()}
            onChange={(given) => {
              text.value = given;
              keep(DRAFT, given);
            }}
            onSubmit={() => void submit.current()}
          />
          <Preview checked={checked} />
        </div>
        <footer class="bar-below">
          <Verdict checked={checked} onGo={(line) => editor.current?.goTo(line)} />
          <span class="sp" />
          <Button
            kind="primary"
            disabled={!ready}
            title={ready ? words.createTitle : words.createFirst}
            onClick={() => void create()}
          >
            {words.create}
          </Button>
        </footer>
      </main>
    </>
  );
}

async function createSweep(text: string): Promise<void> {
  try {
    const sweep = await api.createSweep({ text });
    keep(DRAFT, "");
    toast(words.created(labelOf(sweep)));
    go({ page: "sweep", ref: sweep.key });
  } catch (error) {
    toast(words.createFailed(asApiError(error).message), { kind: "error" });
  }
}

interface PlaceProps {
  editor: { current: Editor | null };
  initial: string;
  onChange: (text: string) => void;
  onSubmit: () => void;
}

function EditorPlace({ editor, initial, onChange, onSubmit }: PlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  const failed = useSignal(false);
  useEffect(() => {
    let gone = false;
    const from = new URLSearchParams(search()).get("from");
    const like = from
      ? api.sweep(from).then(
          (sweep) => sweep.text,
          () => initial,
        )
      : initial;
    const schema = api.schema().then(
      (found) => found as Schema,
      () => null,
    );
    const code = import("./editor").catch(() => null);
    Promise.all([code, schema, like]).then(([loaded, known, text]) => {
      failed.value = loaded === null;
      if (gone || !place.current || !loaded) return;
      editor.current = loaded.openEditor(place.current, {
        text,
        label: words.editor,
        schema: known,
        onChange,
        onSubmit,
      });
      if (text !== initial) onChange(text);
    });
    return () => {
      gone = true;
      editor.current?.close();
      editor.current = null;
    };
  }, []);
  return (
    <div ref={place} class="editor">
      {failed.value && <NotLoaded title={words.editorFailed} />}
    </div>
  );
}

/** Where a file can come from: templates, earlier sweeps, the reader's own machine. */
function Sources({ onText }: { onText: (text: string) => void }) {
  const sweeps = useSignal<SweepView[]>([]);
  const file = useRef<HTMLInputElement>(null);
  useEffect(() => {
    api.sweeps().then(
      (found) => {
        sweeps.value = found;
      },
      () => {},
    );
  }, []);
  const templates: MenuItem[] = (Object.keys(TEMPLATES) as TemplateName[]).map((name) => ({
    label: words.templateNames[name],
    run: () => onText(TEMPLATES[name]),
  }));
  const earlier: MenuItem[] = [...sweeps.value]
    .sort((a, b) => b.created - a.created)
    .slice(0, 8)
    .map((sweep) => ({
      label: words.like(`${labelOf(sweep)}, ${sweep.project}`),
      run: () =>
        void api.sweep(sweep.key).then(
          ({ text }) => onText(text),
          (error) => toast(asApiError(error).message, { kind: "error" }),
        ),
    }));
  return (
    <span class="sw">
      <Word onClick={() => file.current?.click()}>{words.openFile}</Word>
      <input
        ref={file}
        type="file"
        accept=".yaml,.yml,.json"
        hidden
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          void chosen?.text().then(onText);
        }}
      />
      <Menu look="word" label={words.templates} items={[...templates, ...earlier]} />
    </span>
  );
}

function Verdict({ checked, onGo }: { checked: ReturnType<typeof useCheck>; onGo: (line: number) => void }) {
  const { check, stale, error } = checked;
  return (
    <span class="verdict" role="status">
      {error ? (
        <State of="failed" word={words.checkFailed(error.message)} />
      ) : check ? (
        <Said check={check} onGo={onGo} />
      ) : (
        stale && words.checking
      )}
    </span>
  );
}

function Said({ check, onGo }: { check: Check; onGo: (line: number) => void }) {
  const { problems, warnings } = check;
  const first = firstOf(problems);
  const warned = firstOf(warnings);
  return (
    <>
      {problems.length ? (
        <State of="failed" word={words.problems(problems.length, first?.line ?? null)} />
      ) : (
        <State of="finished" word={words.noProblem} />
      )}
      {first && (
        <button type="button" class="tx to-line" onClick={() => onGo(first.line ?? 1)}>
          {sentence(first)}
        </button>
      )}
      {warnings.length > 0 && !first && (
        <>
          <State of="stopped" word={words.warnings(warnings.length)} />
          <button type="button" class="tx to-line" onClick={() => onGo(warned?.line ?? 1)}>
            {warned && sentence(warned)}
          </button>
        </>
      )}
    </>
  );
}

/** A problem as a sentence: its path, then what is wrong there; unless the message names its subject itself. */
function sentence({ path, message }: Problem): string {
  return path && !message.startsWith(`${path.split(".").at(-1)} `) ? `${path} ${message}` : message;
}

function firstOf(problems: readonly Problem[]): Problem | undefined {
  return [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0))[0];
}
