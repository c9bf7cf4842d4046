/** The list of shortcuts, with the switch for those of a single key. */
import { en } from "../messages/en";
import { helpOpen } from "../state/commands";
import { shortcuts, singleKeys } from "../state/keys";
import { Dialog } from "./Dialog";

const SHOWN: Record<string, string> = { mod: "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };

export function Help() {
  if (!helpOpen.value) return null;
  const seen = new Set<string>();
  const listed = shortcuts.value.filter(({ keys }) => !seen.has(keys) && seen.add(keys));
  return (
    <Dialog
      title={en.keysTitle}
      onClose={() => {
        helpOpen.value = false;
      }}
    >
      <label class="check">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={(event) => {
            singleKeys.value = event.currentTarget.checked;
          }}
        />
        {en.singleKeys} <span class="mute">{en.singleKeysHint}</span>
      </label>
      <dl class="keys">
        {listed.map(({ keys, what }) => (
          <div key={keys}>
            <dt>
              {keys.split(/[ +]/).map((key) => (
                <kbd key={key}>{SHOWN[key] ?? (key.length === 1 ? key.toUpperCase() : key)}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
