/** Saves a chart as a picture or a drawing, and what it shows as values. */
import { csv } from "../../data/csv";
import { latex, markdown } from "../../data/markup";
import { sweep as words } from "../../messages/en.sweep";
import { toClipboard } from "../../parts/Copy";
import { Menu, type MenuItem } from "../../parts/Menu";
import { toast } from "../../state/toasts";
import { download } from "./download";
import type { Shot } from "./shots";

type Cell = string | number | boolean | null;

export interface Exported {
  /** The first part of the names of the files. */
  name: string;
  shot?: () => Shot | null;
  values?: () => Cell[][];
  /** A table as the page writes it, for documents; the first line is its head. */
  written?: () => string[][];
}

export function ExportMenu(exported: Exported) {
  return <Menu label={words.exportMenu} icon="down" items={exportItems(exported)} />;
}

/** The same as items of another menu. */
export function exportItems({ name, shot, values, written }: Exported): MenuItem[] {
  const picture = async () => {
    const made = await shot?.()?.png();
    if (made) download(`${name}.png`, made);
  };
  return [
    ...(shot
      ? [
          { label: words.exportAs.png, run: () => void picture() },
          { label: words.exportAs.svg, run: () => download(`${name}.svg`, shot()?.svg() ?? "", "image/svg+xml") },
        ]
      : []),
    ...(values ? [{ label: words.exportAs.csv, run: () => download(`${name}.csv`, csv(values())) }] : []),
    ...(written
      ? [
          { label: words.exportAs.markdown, run: () => void copy(markdown(written())) },
          { label: words.exportAs.latex, run: () => void copy(latex(written())) },
        ]
      : []),
  ];
}

async function copy(text: string): Promise<void> {
  if (await toClipboard(text)) toast(words.menu.copied);
}
