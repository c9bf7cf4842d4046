import { render } from "@testing-library/preact";
import { expect, it } from "vitest";
import { RunTable } from "../../data/runs";
import type { OpenSweep } from "../../live/sweep";
import { Stopping } from "./Stopping";

const TEXT = '{"early_terminate": {"type": "hyperband", "min_iter": 3, "eta": 3.0}}';
const EPOCHS = { path: "train.num_epochs", kind: "category", values: [5, 10] };

function said(early: string | null, parameters: object[], table: RunTable | null): string {
  const sweep = { early_terminate: early, text: TEXT, parameters };
  const open = { tick: { value: 0 }, sweep: { value: sweep }, runs: { value: table } } as unknown as OpenSweep;
  return render(<Stopping open={open} />).container.textContent ?? "";
}

const empty = () => new RunTable("s", [], ["loss"], "loss");

it("says from which epoch on runs are compared, if a row is one", () => {
  expect(said("hyperband", [EPOCHS], empty())).toBe("Hyperband from epoch 3");
  expect(said("hyperband", [], empty())).toBe("Hyperband from row 3");
});

it("says no row before it knows what to call one, and nothing where no rule is", () => {
  expect(said("hyperband", [EPOCHS], null)).toBe("Hyperband");
  expect(said(null, [EPOCHS], empty())).toBe("");
});
