/** What stands on top of every page: where you are, whether changes arrive, search, theme. */
import type { ComponentChildren } from "preact";
import { timeOfDay } from "../data/format";
import { connection } from "../live/stream";
import { en } from "../messages/en";
import { paletteOpen } from "../state/commands";
import { link } from "../state/router";
import { theme, toggleTheme } from "../state/theme";
import { IconButton } from "./Button";
import { Brand, Icon } from "./Icon";

export function TopBar({ children }: { children?: ComponentChildren }) {
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: it does lead to a place of this page */}
      <a class="skip" href="#main" onClick={skip}>
        {en.skip}
      </a>
      <header class="top">
        <a class="brand" href={link({ page: "home" })} aria-label={en.homeLabel}>
          <Brand />
          {en.brand}
        </a>
        <nav class="crumb" aria-label={en.whereYouAre}>
          {children}
        </nav>
        <span class="sp" />
        <Live />
        <button
          type="button"
          class="find"
          title={en.find}
          onClick={() => {
            paletteOpen.value = true;
          }}
        >
          <Icon name="search" />
          <span>{en.find}</span>
          <kbd>{en.findKey}</kbd>
        </button>
        <IconButton
          icon={theme.value === "dark" ? "sun" : "moon"}
          label={theme.value === "dark" ? en.toLight : en.toDark}
          onClick={toggleTheme}
        />
      </header>
    </>
  );
}

/** By hand: in an address the place behind `#` is the page that is shown. */
function skip(event: Event): void {
  event.preventDefault();
  const main = document.getElementById("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus();
}

function Live() {
  const { state, since } = connection.value;
  if (state === "frozen")
    return <span class="live still">{en.report(document.getElementById("frozen")?.dataset["when"] ?? "")}</span>;
  if (state === "connecting") return <span class="live still">{en.connecting}</span>;
  if (state === "live") {
    return (
      <span class="live" role="status" title={en.liveTitle}>
        {en.live}
      </span>
    );
  }
  const at = timeOfDay((since ?? Date.now()) / 1000);
  return (
    <span class="live off" role="status" title={en.lostBanner}>
      <span class="long">{en.lost(at)}</span>
      <span class="short">{en.lostShort}</span>
    </span>
  );
}
