/** The light theme, as the tokens have it. */
import { readFileSync } from "node:fs";
import type { Theme } from "../kit/theme";
import { themeFrom } from "../kit/theme";

const tokens = readFileSync("src/styles/tokens.css", "utf8");
const light = tokens.slice(0, tokens.indexOf("data-theme"));

export const theme: Theme = themeFrom((name) => {
  const found = new RegExp(`${name}:\\s*([^;]+);`).exec(light)?.[1];
  if (found === undefined) throw new Error(`The tokens have no ${name}.`);
  return found.trim();
});
