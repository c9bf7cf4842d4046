import { describe, expect, it } from "vitest";
import { random } from "../testing/sweep";
import { Raster, weightOf } from "./raster";

function alphas(raster: Raster): number[] {
  const { data, width, height } = raster.pixels([10, 20, 30]);
  return Array.from({ length: width * height }, (_, i) => data[i * 4 + 3]! / 255);
}

describe("a raster", () => {
  it("is as dark as the same lines blended one after the other", () => {
    const raster = new Raster(4, 6);
    for (let i = 0; i < 25; i++) raster.segment(0, 2.5, 4, 2.5, 1, weightOf(0.07));
    const found = alphas(raster);
    const blended = 1 - (1 - 0.07) ** 25;
    for (let column = 0; column < 4; column++) expect(found[2 * 4 + column]!).toBeCloseTo(blended, 2);
    expect(found[0]).toBe(0);
    expect(found[3 * 4]).toBe(0);
  });

  it("adds up to the area of what was drawn", () => {
    const u = random(4);
    const raster = new Raster(60, 80);
    let area = 0;
    for (let i = 0; i < 40; i++) {
      const [x0, y0, y1] = [u() * 20, 10 + u() * 60, 10 + u() * 60];
      const x1 = x0 + 5 + u() * 30;
      raster.segment(x0, y0, x1, y1, 1, 0.1);
      area += Math.hypot(x1 - x0, y1 - y0) * 0.1;
    }
    const found = alphas(raster).reduce((sum, alpha) => sum - Math.log1p(-Math.min(alpha, 0.99)), 0);
    expect(Math.abs(found / area - 1)).toBeLessThan(0.1);
  });

  it("covers the part of a pixel that a span covers", () => {
    const raster = new Raster(1, 6);
    raster.span(0, 1.25, 3.5, 0.2);
    const weights = alphas(raster).map((alpha) => -Math.log1p(-alpha) / 0.2);
    [0, 0.75, 1, 0.5, 0, 0].forEach((share, i) => {
      expect(Math.abs(weights[i]! - share)).toBeLessThan(0.06);
    });
  });

  it("leaves out what lies outside", () => {
    const raster = new Raster(5, 5);
    raster.segment(-10, -4, 20, -3, 1, 1);
    raster.segment(-10, 9, 20, 12, 1, 1);
    raster.segment(0, Number.NaN, 5, 2, 1, 1);
    expect(alphas(raster).every((alpha) => alpha === 0)).toBe(true);
    raster.segment(-10, 2.5, 20, 2.5, 1, 1);
    expect(alphas(raster).filter((alpha) => alpha > 0.5).length).toBe(5);
  });

  it("draws upright lines too", () => {
    const raster = new Raster(3, 10);
    raster.segment(1.5, 2, 1.5, 8, 1, 1);
    const found = alphas(raster);
    expect(found[5 * 3 + 1]).toBeGreaterThan(0.5);
    expect(found[5 * 3]).toBe(0);
  });

  it("crosses a column with many lines as with each alone", () => {
    const u = random(5);
    const at = Float32Array.from({ length: 30 }, () => 10 + u() * 40);
    const by = Float32Array.from({ length: 30 }, () => (u() - 0.5) * 10);
    const [one, other] = [new Raster(2, 70), new Raster(2, 70)];
    one.crossing(1, at, by, 0.2, 0.8, 1, 0.1);
    at.forEach((y, i) => {
      other.piece(1, y + by[i]! * 0.2, y + by[i]! * 0.8, 1, 1, 0.1);
    });
    expect(alphas(one)).toEqual(alphas(other));
  });

  it("repeats a column, and turns", () => {
    const raster = new Raster(4, 6);
    raster.span(0, 2, 3, 5);
    raster.repeat(0, 2);
    const upright = raster.pixels([1, 2, 3]);
    const turned = raster.pixels([1, 2, 3], true);
    expect([upright.width, turned.width]).toEqual([4, 6]);
    const alpha = (pixels: typeof turned, x: number, y: number) => pixels.data[(y * pixels.width + x) * 4 + 3]!;
    for (let x = 0; x < 4; x++) expect(alpha(upright, x, 2) > 0).toBe(x < 3);
    for (let x = 0; x < 4; x++) for (let y = 0; y < 6; y++) expect(alpha(turned, y, x)).toBe(alpha(upright, x, y));
    expect([...upright.data.slice(8 * 4, 8 * 4 + 3)]).toEqual([1, 2, 3]);
  });
});
