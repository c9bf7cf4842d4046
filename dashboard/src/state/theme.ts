/** Light or dark: the reader's system decides until they do. */
import { computed, effect, signal } from "@preact/signals";
import { remembered } from "./remembered";

export type Theme = "light" | "dark";

const isTheme = (value: unknown): value is Theme => value === "light" || value === "dark";
const dark = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
const system = signal<Theme>(dark?.matches ? "dark" : "light");
dark?.addEventListener("change", () => {
  system.value = dark.matches ? "dark" : "light";
});

const chosen = remembered<Theme | null>("theme", null, (kept) => (isTheme(kept) ? kept : null));
const asked = new URLSearchParams(globalThis.location?.search ?? "").get("theme");

/** The theme that is shown. */
export const theme = computed<Theme>(() => chosen.value ?? (isTheme(asked) ? asked : system.value));

export function toggleTheme(): void {
  chosen.value = theme.value === "dark" ? "light" : "dark";
}

/** Keeps the document in the theme. */
export function dress(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = theme.value;
  });
}
