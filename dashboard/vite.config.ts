import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { compress } from "./compress";

// Where `varre ui` is to be found while `npm run dev` serves the page.
const server = process.env["VARRE_URL"] ?? "http://127.0.0.1:7171";
const page = fileURLToPath(new URL("../src/varre/server/page", import.meta.url));

export default defineConfig({
  base: "/",
  plugins: [compress(page)],
  build: { outDir: page, emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
  worker: { format: "es" },
  server: { proxy: { "/api": server, "/enter": server } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
