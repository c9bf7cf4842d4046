/** Name, notes and tags of a run. */
import { useRef } from "preact/hooks";
import type { RunView } from "../../data/model";
import type { OpenRun } from "../../live/run";
import { run as words } from "../../messages/en.run";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { editRun, tagsOf } from "./actions";

export function EditDialog({ open, run, onClose }: { open: OpenRun; run: RunView; onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    const given = new FormData(form.current ?? undefined);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const saved = await editRun(open, run, { name: text("name"), notes: text("notes"), tags: tagsOf(text("tags")) });
    if (saved) onClose();
  };
  return (
    <Dialog title={words.editTitle} onClose={onClose}>
      <form class="form" ref={form} onSubmit={(event) => void save(event)}>
        <label>
          {words.name}
          <input class="field" name="name" defaultValue={run.name} maxLength={1000} />
        </label>
        <label>
          {words.notesField}
          <textarea class="field" name="notes" rows={6} defaultValue={run.notes} />
        </label>
        <label>
          {words.tagsField}
          <input class="field" name="tags" defaultValue={run.tags.join(", ")} />
        </label>
        <footer>
          <Button onClick={onClose}>{words.cancel}</Button>
          <button type="submit" class="btn primary">
            {words.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
