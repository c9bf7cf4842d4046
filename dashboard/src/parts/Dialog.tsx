/** Questions and forms over the page: the browser's own modal dialog keeps the focus and knows Escape. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { en } from "../messages/en";
import { Button, IconButton } from "./Button";

export function Dialog(props: { title: string; wide?: boolean; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus?.();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a modal dialog by itself
    <dialog
      ref={dialog}
      class={props.wide ? "wide" : ""}
      aria-label={props.title}
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === dialog.current) props.onClose();
      }}
    >
      <div class="dialog">
        <header>
          <h2>{props.title}</h2>
          <IconButton icon="x" label={en.close} onClick={props.onClose} />
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

interface Question {
  title: string;
  body: ComponentChildren;
  action: string;
  danger?: boolean;
  answer: (yes: boolean) => void;
}

const question = signal<Question | null>(null);

/** Asks before something happens; true if the reader wants it. */
export function confirm(asked: Omit<Question, "answer">): Promise<boolean> {
  question.value?.answer(false);
  return new Promise((resolve) => {
    question.value = { ...asked, answer: resolve };
  });
}

export function Questions() {
  const asked = question.value;
  if (!asked) return null;
  const answer = (yes: boolean) => {
    question.value = null;
    asked.answer(yes);
  };
  return (
    <Dialog title={asked.title} onClose={() => answer(false)}>
      <div class="say">{asked.body}</div>
      <footer>
        <Button onClick={() => answer(false)}>{en.cancel}</Button>
        <Button kind={asked.danger ? "danger" : "primary"} onClick={() => answer(true)}>
          {asked.action}
        </Button>
      </footer>
    </Dialog>
  );
}
