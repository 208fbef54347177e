import { type RefObject, useLayoutEffect, useState } from "react";

/** Rows that are drawn beyond what is seen, on each side. */
const SPARE_ROWS = 8;

/** Which rows of equal height a scrolled element shows: the first, and the one after the last. */
export function useWindow(viewport: RefObject<HTMLElement | null>, count: number, rowPx: number) {
  const [seen, setSeen] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = viewport.current;
    if (!element) return;
    const read = () => setSeen({ top: element.scrollTop, height: element.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [viewport]);
  const first = Math.max(0, Math.floor(seen.top / rowPx) - SPARE_ROWS);
  const last = Math.min(count, Math.ceil((seen.top + seen.height) / rowPx) + SPARE_ROWS);
  return { first, last };
}

/** Scrolls as little as possible, so that the row is seen. */
export function showRow(element: HTMLElement, index: number, rowPx: number): void {
  const top = index * rowPx;
  if (top < element.scrollTop) element.scrollTop = top;
  const bottom = top + rowPx - element.clientHeight;
  if (bottom > element.scrollTop) element.scrollTop = bottom;
}
