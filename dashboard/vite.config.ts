import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { compress } from "./compress";

// Where `varre ui` is to be found while `npm run dev` serves the page.
const server = process.env["VARRE_URL"] ?? "http://127.0.0.1:7171";
const page = fileURLToPath(new URL("../src/varre/server/page", import.meta.url));

/** The page as one script and one sheet, which `varre report` puts into a document with its data. */
const report = {
  outDir: `${page}/report`,
  emptyOutDir: true,
  copyPublicDir: false,
  target: "es2022",
  modulePreload: false as const,
  cssCodeSplit: false,
  rolldownOptions: {
    input: fileURLToPath(new URL("./src/main.tsx", import.meta.url)),
    output: { codeSplitting: false, entryFileNames: "report.js", assetFileNames: "report[extname]" },
  },
};

export default defineConfig(({ mode }) => ({
  base: "/",
  plugins: mode === "report" ? [] : [compress(page)],
  build:
    mode === "report"
      ? report
      : { outDir: page, emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
  worker: { format: "es" },
  server: { proxy: { "/api": server, "/enter": server } },
  // A machine that does other things besides takes its time.
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"], testTimeout: 20_000 },
}));
