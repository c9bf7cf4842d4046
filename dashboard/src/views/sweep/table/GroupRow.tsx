/** The row of a group: its value, how many runs it has, and what the objective does in it. */
import { count, metric, rate, value } from "../../../data/format";
import type { Group, GroupLabel } from "../../../data/groups";
import { sweep as words } from "../../../messages/en.sweep";

interface Props {
  group: Group;
  place: number;
  closed: boolean;
  span: number;
  toggle: () => void;
}

export function GroupRow({ group, place, closed, span, toggle }: Props) {
  const { n, mean, min, max, std } = group.stats;
  return (
    <tr class="group" aria-rowindex={place + 1}>
      <th scope="rowgroup" colSpan={span}>
        <button type="button" aria-expanded={!closed} onClick={toggle}>
          <span class="turn" aria-hidden="true">
            {closed ? "▸" : "▾"}
          </span>
          <b>{labelText(group.label)}</b>
          <span class="stats">
            {words.group.runs(group.rows.length)}
            {n > 0 && (
              <>
                <Stat name={words.group.mean} of={mean} />
                {n > 1 && <Stat name={words.group.std} of={std} />}
                <Stat name={words.group.min} of={min} />
                <Stat name={words.group.max} of={max} />
                {n < group.rows.length && <span>{words.group.without(count(group.rows.length - n))}</span>}
              </>
            )}
          </span>
        </button>
      </th>
    </tr>
  );
}

function Stat({ name, of }: { name: string; of: number }) {
  return (
    <span>
      {name} <b>{metric(of)}</b>
    </span>
  );
}

export function labelText(label: GroupLabel): string {
  if (label.kind === "absent") return words.absent;
  return label.kind === "value" ? value(label.value) : words.to(rate(label.from), rate(label.to));
}
