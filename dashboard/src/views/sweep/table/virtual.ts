/** Which rows of a long table are in the page: only those in sight, and a few beyond. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from "@tanstack/virtual-core";
import { useEffect, useMemo, useReducer } from "preact/hooks";

const BEYOND = 8;

export type Virtual = Virtualizer<HTMLElement, HTMLElement>;

export function useVirtual(
  box: { readonly current: HTMLElement | null },
  count: number,
  height: number,
  head: number,
): Virtual {
  const [, render] = useReducer((turn: number) => turn + 1, 0);
  const options = {
    count,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: BEYOND,
    scrollMargin: 0,
    scrollPaddingStart: head,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => render(0),
  };
  const virtual = useMemo(() => new Virtualizer<HTMLElement, HTMLElement>(options), []);
  virtual.setOptions(options);
  useEffect(() => virtual._didMount(), [virtual]);
  useEffect(() => virtual._willUpdate());
  useEffect(() => virtual.measure(), [virtual, height]);
  return virtual;
}
