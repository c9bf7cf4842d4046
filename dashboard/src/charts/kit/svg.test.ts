import { expect, it } from "vitest";
import { SvgPen } from "./svg";

it("writes what was drawn, to a tenth of a pixel", () => {
  const pen = new SvgPen({ width: 40, height: 20 }, "#fff");
  pen.beginPath();
  pen.moveTo(1.04, 2.06);
  pen.lineTo(3, 4);
  pen.strokeStyle = "rgba(1,2,3,0.5)";
  pen.setLineDash([3, 3]);
  pen.stroke();
  expect(pen.toString()).toBe(
    [
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">',
      '<rect width="100%" height="100%" fill="#fff"/>',
      '<path d="M1 2.1L3 4" fill="none" stroke="rgb(1,2,3)" stroke-opacity="0.5" stroke-width="1" stroke-dasharray="3 3"/>',
      "</svg>\n",
    ].join("\n"),
  );
});

it("clips until the state from before is back", () => {
  const pen = new SvgPen({ width: 9, height: 9 });
  pen.fillStyle = "red";
  pen.save();
  pen.beginPath();
  pen.rect(0, 0, 5, 5);
  pen.clip();
  pen.fillStyle = "blue";
  pen.fillRect(1, 1, 2, 2);
  pen.restore();
  pen.fillRect(1, 1, 2, 2);
  const text = pen.toString();
  expect(text.indexOf('fill="blue"')).toBeLessThan(text.indexOf("</g>"));
  expect(text.indexOf('fill="red"')).toBeGreaterThan(text.indexOf("</g>"));
  expect(text).toContain('<clipPath id="clip1">');
});

it("escapes words, which users have written", () => {
  const pen = new SvgPen({ width: 9, height: 9 });
  pen.font = '600 11px "A", sans-serif';
  pen.fillText('<b>&"', 1, 2);
  const parsed = new DOMParser().parseFromString(pen.toString(), "image/svg+xml");
  expect(parsed.querySelector("text")?.textContent).toBe('<b>&"');
  expect(parsed.querySelector("text")?.getAttribute("font-size")).toBe("11");
});

it("moves what is drawn until the state from before is back", () => {
  const pen = new SvgPen({ width: 9, height: 9 });
  pen.save();
  pen.translate(3, 4.04);
  pen.fillRect(1, 1, 2, 2);
  pen.restore();
  pen.fillRect(5, 5, 2, 2);
  const parsed = new DOMParser().parseFromString(pen.toString(), "image/svg+xml");
  expect(parsed.querySelector("g")?.getAttribute("transform")).toBe("translate(3 4)");
  expect(parsed.querySelectorAll("g rect")).toHaveLength(1);
});
