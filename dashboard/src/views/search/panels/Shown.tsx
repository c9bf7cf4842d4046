/** The first parameters of many, and all of them when asked for: one choice for the whole page. */
import { search as words } from "../../../messages/en.search";
import { Word } from "../../../parts/Button";
import { selection, setView } from "../../../state/selection";

/** So many are shown unless all are asked for. */
export const FIRST = 16;

const showsAll = () => selection.value.view["all"] === "1";

export function shownOf<T>(all: readonly T[]): readonly T[] {
  return showsAll() ? all : all.slice(0, FIRST);
}

/** `ordered`: by how much they matter. */
export function More({ all, ordered }: { all: number; ordered: boolean }) {
  if (all <= FIRST) return null;
  if (showsAll()) {
    return (
      <p class="more">
        <Word onClick={() => setView("all", null)}>{words.showFewer}</Word>
      </p>
    );
  }
  return (
    <p class="more">
      {ordered ? words.more(FIRST, all) : words.first(FIRST, all)}{" "}
      <Word onClick={() => setView("all", "1")}>{words.showAll}</Word>
    </p>
  );
}
