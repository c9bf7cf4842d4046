/** Name, notes and tags of a sweep. */
import { useRef } from "preact/hooks";
import { api } from "../../api";
import type { OpenSweep } from "../../live/sweep";
import { sweep as words } from "../../messages/en.sweep";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { attempt } from "./actions";

export function EditDialog({ open, onClose }: { open: OpenSweep; onClose: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const sweep = open.sweep.value;
  if (!sweep) return null;
  const save = async (event: Event) => {
    event.preventDefault();
    const given = new FormData(form.current ?? undefined);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const edit = { name: text("name"), notes: text("notes"), tags: tagsOf(text("tags")) };
    const done = await attempt(words.edit.save, async () => open.learnSweep(await api.editSweep(sweep.key, edit)));
    if (done) onClose();
  };
  return (
    <Dialog title={words.menu.edit} onClose={onClose}>
      <form class="form" ref={form} onSubmit={(event) => void save(event)}>
        <label>
          {words.edit.name}
          <input class="field" name="name" defaultValue={sweep.name} maxLength={200} />
        </label>
        <label>
          {words.edit.notes}
          <textarea class="field" name="notes" rows={5} defaultValue={sweep.notes} />
        </label>
        <label>
          {words.edit.tags}
          <input class="field" name="tags" defaultValue={sweep.tags.join(", ")} />
        </label>
        <footer>
          <Button onClick={onClose}>{words.edit.cancel}</Button>
          <button type="submit" class="btn primary">
            {words.edit.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

export function tagsOf(text: string): string[] {
  const tags = text.split(",").map((tag) => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}
