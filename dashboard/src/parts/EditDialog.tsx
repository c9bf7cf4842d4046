/** Name, notes and tags of a sweep or a run. */
import { useRef } from "preact/hooks";
import type { Edit } from "../api";
import { en } from "../messages/en";
import { attempt } from "../state/attempt";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

const LONGEST_NAME = 1000;

interface Props {
  record: { name: string; notes: string; tags: readonly string[] };
  save: (edit: Edit) => Promise<void>;
  onClose: () => void;
}

export function EditDialog({ record, save, onClose }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: Event) => {
    event.preventDefault();
    const given = new FormData(form.current ?? undefined);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const edit = { name: text("name"), notes: text("notes"), tags: tagsOf(text("tags")) };
    if (await attempt(en.save, () => save(edit))) onClose();
  };
  return (
    <Dialog title={en.editTitle} onClose={onClose}>
      <form class="form" ref={form} onSubmit={(event) => void submit(event)}>
        <label>
          {en.nameField}
          <input class="field" name="name" defaultValue={record.name} maxLength={LONGEST_NAME} />
        </label>
        <label>
          {en.notesField}
          <textarea class="field" name="notes" rows={6} defaultValue={record.notes} />
        </label>
        <label>
          {en.tagsField}
          <input class="field" name="tags" defaultValue={record.tags.join(", ")} />
        </label>
        <footer>
          <Button onClick={onClose}>{en.cancel}</Button>
          <button type="submit" class="btn primary">
            {en.save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** Words between commas, each once. */
export function tagsOf(text: string): string[] {
  const tags = text.split(",").map((tag) => tag.trim());
  return [...new Set(tags.filter(Boolean))];
}
