import { expect, test, vi } from "vitest";
import { scale } from "../kit/scale";
import { zoomTool } from "./zoom";

const scene = { frame: { left: 40, right: 140, top: 10, bottom: 90 }, x: scale("linear", [0, 10], [40, 140]) };

test("a part is chosen between where it is taken and where it is let go, whichever is further left", () => {
  const [onBand, onPart] = [vi.fn(), vi.fn()];
  const move = zoomTool(onBand, onPart).take(scene, 120, 50)!;
  move(90, 50, false);
  expect(onBand).toHaveBeenLastCalledWith({ left: 90, width: 30, top: 10, height: 80 });
  expect(onPart).not.toHaveBeenCalled();
  move(60, 200, true);
  expect(onBand).toHaveBeenLastCalledWith(null);
  expect(onPart).toHaveBeenCalledExactlyOnceWith(2, 8);
});

test("it ends at the edge of the plot", () => {
  const onPart = vi.fn();
  zoomTool(vi.fn(), onPart).take(scene, 90, 50)?.(900, 50, true);
  expect(onPart).toHaveBeenCalledExactlyOnceWith(5, 10);
});

test("beside the plot nothing is taken, and a hand that hardly moves means nothing", () => {
  const onPart = vi.fn();
  const tool = zoomTool(vi.fn(), onPart);
  expect(tool.take(scene, 20, 50)).toBeNull();
  expect(tool.take(scene, 90, 95)).toBeNull();
  tool.take(scene, 90, 50)?.(94, 50, true);
  expect(onPart).not.toHaveBeenCalled();
});
