/** The frame of every page. Each page is loaded when it is first shown. */
import { useEffect } from "preact/hooks";
import { api } from "./api";
import { connection } from "./live/stream";
import { en } from "./messages/en";
import { Button } from "./parts/Button";
import { Questions } from "./parts/Dialog";
import { Help } from "./parts/Help";
import { useCommands, useShortcuts } from "./parts/hooks";
import { lazily } from "./parts/lazily";
import { Palette } from "./parts/Palette";
import { Toasts } from "./parts/Toasts";
import { TopBar } from "./parts/TopBar";
import { source } from "./source";
import { addCommands, helpOpen, paletteOpen } from "./state/commands";
import { go, link, type Route, route } from "./state/router";
import { redo, undo } from "./state/selection";
import { toggleTheme } from "./state/theme";
import { toast } from "./state/toasts";

const Home = lazily(() => import("./views/home/Home"));
// A report shows one sweep: what only a server can do stays out of it.
const inReport = import.meta.env.MODE === "report";
const NewSweep = inReport ? Missing : lazily(() => import("./views/home/NewSweep"));
const CompareSweeps = lazily(() => import("./views/home/CompareSweeps"));
const Sweep = lazily(() => import("./views/sweep/Sweep"));
const Search = lazily(() => import("./views/search/Search"));
const Run = lazily(() => import("./views/run/Run"));

const home = () => go({ page: "home" });
const openPalette = () => {
  paletteOpen.value = true;
};
const openHelp = () => {
  helpOpen.value = true;
};
const takeBack = () => toast(undo() ? en.undone : en.nothingToUndo);

export function App() {
  useShortcuts(() => [
    { keys: "mod+k", what: en.findLabel, run: openPalette },
    { keys: "mod+z", what: en.undo, run: takeBack },
    { keys: "mod+shift+z", what: en.redo, run: () => redo() },
    { keys: "g h", what: en.goHome, run: home },
    { keys: "t", what: en.changeTheme, run: toggleTheme },
    { keys: "?", what: en.showKeys, run: openHelp },
  ]);
  useCommands(() => [
    { id: "home", title: en.goHome, section: en.pages, keys: "G H", run: home },
    { id: "theme", title: en.changeTheme, section: en.commands, keys: "T", run: toggleTheme },
    { id: "keys", title: en.showKeys, section: en.commands, keys: "?", run: openHelp },
    ...(source.frozen ? [] : live),
  ]);
  useSweepCommands();
  return (
    <>
      {page(route.value)}
      <Toasts />
      <Palette />
      <Help />
      <Questions />
    </>
  );
}

const live = [
  { id: "new", title: en.newSweep, section: en.pages, run: () => go({ page: "new" }) },
  { id: "logout", title: en.logOut, section: en.commands, run: () => void logOut() },
];

function page(to: Route) {
  switch (to.page) {
    case "home":
      return <Home />;
    case "new":
      return <NewSweep />;
    case "compare":
      return <CompareSweeps key={to.project} project={to.project} />;
    case "sweep":
      return <Sweep key={to.ref} of={to.ref} />;
    case "search":
      return <Search key={to.ref} of={to.ref} />;
    case "run":
      return <Run key={`${to.ref}/${to.number}`} of={{ sweep: to.ref, number: to.number }} />;
    case "lone":
      return <Run key={to.key} of={{ key: to.key }} />;
    case "missing":
      return <Missing />;
  }
}

function Missing() {
  return (
    <>
      <TopBar />
      <main id="main" class="alone">
        <p>{en.missing}</p>
        <Button onClick={home}>{en.toHome}</Button>
      </main>
    </>
  );
}

async function logOut(): Promise<void> {
  await api.logout();
  toast(en.loggedOut);
  location.assign(link({ page: "home" }));
}

/** All sweeps as places to go to, asked for when the palette is first opened. */
function useSweepCommands(): void {
  const open = paletteOpen.value;
  useEffect(() => {
    if (!open || source.frozen || connection.peek().state === "lost") return;
    let off = () => {};
    let gone = false;
    api.sweeps().then(
      (sweeps) => {
        if (gone) return;
        off = addCommands(
          sweeps.map((sweep) => ({
            id: `sweep-${sweep.key}`,
            title: sweep.name || sweep.id,
            section: sweep.project,
            also: `${sweep.id} ${sweep.method} ${sweep.tags.join(" ")}`,
            run: () => go({ page: "sweep", ref: sweep.key }),
          })),
        );
      },
      () => {},
    );
    return () => {
      gone = true;
      off();
    };
  }, [open]);
}
