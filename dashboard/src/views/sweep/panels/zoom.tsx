/** Looking at a part of the curves: dragged over, typed, or as a link says; and back to the whole. */
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { type Band, zoomTool } from "../../../charts/curves/zoom";
import type { Along } from "../../../data/along";
import { type Window, windowBetween, windowText } from "../../../data/window";
import { sweep as words } from "../../../messages/en.sweep";
import { setView } from "../../../state/selection";
import { type CurveView, canZoom } from "./curveview";

export function showAll(): void {
  setView("zoom", null);
}

function show(along: Along, window: Window | null): void {
  if (window) setView("zoom", windowText(along, window));
}

/** The tool that drags, and what is seen of it meanwhile. */
export function useZoom({ along }: CurveView) {
  const band = useSignal<Band | null>(null);
  const tool = useMemo(() => {
    if (!canZoom(along)) return null;
    return zoomTool(
      (dragged) => {
        band.value = dragged;
      },
      (from, to) => show(along, windowBetween(from, to, isWhole(along))),
    );
  }, [along, band]);
  return { tool, dragged: band.value && <Dragged band={band.value} /> };
}

function isWhole(along: Along): boolean {
  return along === "row" || along === "step";
}

function Dragged({ band: { left, width, top, height } }: { band: Band }) {
  return (
    <div
      class="dragged"
      style={{ left: `${left}px`, width: `${width}px`, top: `${top}px`, height: `${height}px` }}
      aria-hidden="true"
    />
  );
}

/** The same by keyboard: both ends as numbers. */
export function ZoomFields({ view: { along, window } }: { view: CurveView }) {
  if (!canZoom(along)) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const [from, to] = [given.get("from"), given.get("to")].map((end) => Number.parseFloat(String(end)));
    if (Number.isFinite(from) && Number.isFinite(to)) show(along, windowBetween(from!, to!, isWhole(along)));
  };
  const key = String(window);
  return (
    <form class="fields" key={key} onSubmit={submit} aria-label={words.zoom.part}>
      {(["from", "to"] as const).map((end, i) => (
        <label key={end}>
          {words.zoom[end]}
          <input class="field" type="number" name={end} step="any" required defaultValue={String(window?.[i] ?? "")} />
        </label>
      ))}
      <button class="btn" type="submit">
        {words.zoom.show}
      </button>
    </form>
  );
}
