/** What people wrote at the run, and the files that it left. */
import { useSignal } from "@preact/signals";
import { api } from "../../api";
import { bytes, fullTime } from "../../data/format";
import type { FileView } from "../../data/model";
import { connection } from "../../live/stream";
import { canChange } from "../../live/sweep";
import { run as words } from "../../messages/en.run";
import { Word } from "../../parts/Button";
import { EditDialog } from "../../parts/EditDialog";
import { Section } from "../../parts/Section";
import { source } from "../../source";
import { editRun } from "./actions";
import type { Sight } from "./sight";

export function Notes({ sight: { run, open } }: { sight: Sight }) {
  const editing = useSignal(false);
  const edit = canChange && (
    <Word
      disabled={connection.value.state === "lost"}
      onClick={() => {
        editing.value = true;
      }}
    >
      {words.edit}
    </Word>
  );
  return (
    <Section id="notes" title={words.notes} controls={edit}>
      {run.tags.length > 0 && (
        <ul class="tags">
          {run.tags.map((tag) => (
            <li key={tag} class="tag">
              {tag}
            </li>
          ))}
        </ul>
      )}
      <p class={`say pre ${run.notes ? "" : "mute"}`}>{run.notes || (run.tags.length ? "" : words.noNotes)}</p>
      {editing.value && (
        <EditDialog
          record={run}
          save={(edit) => editRun(open, run, edit)}
          onClose={() => {
            editing.value = false;
          }}
        />
      )}
    </Section>
  );
}

const AT_FIRST = 24;

export function Files({ sight }: { sight: Sight }) {
  const all = useSignal(false);
  const files = sight.open.files.value;
  if (!files || source.frozen) return null;
  const shown = all.value ? files : files.slice(0, AT_FIRST);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return (
    <Section
      id="files"
      class="wide"
      title={words.files}
      note={files.length > 0 && words.filesNote(files.length, bytes(size))}
    >
      {files.length === 0 && <p class="say mute">{words.noFiles}</p>}
      <ul class="files">
        {shown.map((file) => (
          <File key={file.path} file={file} runKey={sight.run.key} />
        ))}
      </ul>
      {shown.length < files.length && (
        <div>
          <Word
            onClick={() => {
              all.value = true;
            }}
          >
            {words.moreFiles(files.length)}
          </Word>
        </div>
      )}
    </Section>
  );
}

function File({ file, runKey }: { file: FileView; runKey: string }) {
  return (
    <li>
      <a href={api.fileAddress(runKey, file.path, true)} download title={fullTime(file.modified)}>
        {file.path} <span class="mute">{bytes(file.size)}</span>
      </a>
    </li>
  );
}
