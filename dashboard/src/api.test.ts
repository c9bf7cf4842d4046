import { expect, it } from "vitest";
import { api } from "./api";

it("leads to files of the run alone, whatever path a script has logged", () => {
  expect(api.fileAddress("k", "media/a b.png")).toBe("/api/runs/k/files/media/a%20b.png");
  expect(api.fileAddress("k", "../../token", true)).toBe("/api/runs/k/files/token?download=true");
  expect(api.fileAddress("k", "./a/%2e%2e/b")).toBe("/api/runs/k/files/a/%252e%252e/b");
});
