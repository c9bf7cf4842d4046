/** A command to copy. */
import { useSignal } from "@preact/signals";
import { en } from "../messages/en";
import { IconButton } from "./Button";

const SHOWN_MS = 1200;

export function CopyCommand({ text }: { text: string }) {
  return (
    <div class="cmd">
      <code title={text}>{text}</code>
      <CopyButton text={text} />
    </div>
  );
}

export function CopyButton({ text, label = en.copy }: { text: string; label?: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    if (!(await toClipboard(text))) return;
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, SHOWN_MS);
  };
  return (
    <IconButton
      icon={copied.value ? "check" : "copy"}
      label={copied.value ? en.copied : label}
      onClick={() => void copy()}
    />
  );
}

/** Copies text, also where the page came over plain HTTP from another host and has no clipboard of its own. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
