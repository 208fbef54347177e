import { type RefObject, useLayoutEffect, useState } from "react";

/** Rows that are drawn beyond what is seen, on each side. */
const SPARE_ROWS = 12;
/** Only after so many rows are others drawn: not at every frame of a scroll. */
const STEP_ROWS = 6;

/**
 * Which rows of equal height a scrolled element shows: the first, and the one after the last. That the height is equal is
 * what makes it cheap: rows that come a thousand a second are counted, not measured.
 */
export function useWindow(viewport: RefObject<HTMLElement | null>, count: number, rowPx: number) {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(800);
  useLayoutEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const stepPx = STEP_ROWS * rowPx;
    const read = () => {
      setTop(Math.floor(element.scrollTop / stepPx) * stepPx);
      setHeight(element.clientHeight);
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [viewport, rowPx]);
  const first = Math.max(0, Math.floor(top / rowPx) - SPARE_ROWS);
  const last = Math.min(count, Math.ceil((top + height) / rowPx) + STEP_ROWS + SPARE_ROWS);
  return { first, last };
}

/** Scrolls as little as possible, so that the row is seen. */
export function showRow(element: HTMLElement, index: number, rowPx: number): void {
  const top = index * rowPx;
  if (top < element.scrollTop) element.scrollTop = top;
  const bottom = top + rowPx - element.clientHeight;
  if (bottom > element.scrollTop) element.scrollTop = bottom;
}
