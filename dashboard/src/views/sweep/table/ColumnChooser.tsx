/** Which columns the table shows, in what order, and which stay in sight. */
import { EMPTY, isShown, moved, togglePinned, toggleShown } from "../../../data/layout";
import { sweep as words } from "../../../messages/en.sweep";
import { IconButton, Word } from "../../../parts/Button";
import type { ChosenColumns } from "./chosen";
import type { TableColumn } from "./columns";

export function ColumnChooser({ chosen }: { chosen: ChosenColumns }) {
  const all = chosen.all.value;
  return (
    <>
      <ul class="choose">
        {all.map((column, place) => (
          <Line key={column.id} chosen={chosen} column={column} first={place === 0} last={place === all.length - 1} />
        ))}
      </ul>
      <p class="foot">
        <span class="mute">{words.rememberedFor}</span>
        <Word
          onClick={() => {
            chosen.layout.value = EMPTY;
          }}
        >
          {words.asUsual}
        </Word>
      </p>
    </>
  );
}

function Line(props: { chosen: ChosenColumns; column: TableColumn; first: boolean; last: boolean }) {
  const { chosen, column } = props;
  const layout = chosen.layout;
  const isPinned = layout.value.pinned.includes(column.id);
  const move = (by: number) => {
    layout.value = moved(chosen.all.value, layout.value, column.id, by);
  };
  return (
    <li>
      <label class="check">
        <input
          type="checkbox"
          checked={isShown(column, layout.value)}
          onChange={() => {
            layout.value = toggleShown(layout.value, column);
          }}
        />
        <span>{column.title}</span>
      </label>
      <IconButton
        icon="pin"
        label={isPinned ? words.unpinColumn(column.title) : words.pinColumn(column.title)}
        aria-pressed={isPinned}
        onClick={() => {
          layout.value = togglePinned(layout.value, column.id);
        }}
      />
      <IconButton
        icon="left"
        class="up"
        label={words.earlier(column.title)}
        disabled={props.first}
        onClick={() => move(-1)}
      />
      <IconButton
        icon="right"
        class="up"
        label={words.later(column.title)}
        disabled={props.last}
        onClick={() => move(1)}
      />
    </li>
  );
}
