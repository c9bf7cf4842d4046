import { defineConfig } from "vitest/config";

// Where `varre ui` is to be found while `npm run dev` serves the page.
const server = process.env["VARRE_URL"] ?? "http://127.0.0.1:7171";

export default defineConfig({
  base: "/",
  build: {
    outDir: "../src/varre/server/page",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": server, "/enter": server } },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
