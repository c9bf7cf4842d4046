/** The notes at the foot of the page. */
import { en } from "../messages/en";
import { dismiss, toasts } from "../state/toasts";
import { IconButton, Word } from "./Button";

export function Toasts() {
  return (
    <div class="toasts" role="log" aria-live="polite" aria-label={en.notes}>
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.kind}`}>
          <span>{toast.text}</span>
          {toast.undo && (
            <Word
              onClick={() => {
                dismiss(toast.id);
                toast.undo?.();
              }}
            >
              {en.undo}
            </Word>
          )}
          <IconButton icon="x" label={en.dismiss} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  );
}
