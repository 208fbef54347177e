import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This near to the end still counts as being there, in pixels. */
const NEAR_PX = 48;

export interface StickToEnd {
  readonly viewport: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  readonly goToEnd: () => void;
  /** Leaves the end: what grows now grows below what the person looks at. */
  readonly leaveEnd: () => void;
  readonly onScroll: () => void;
}

/** Keeps a scrolled view at its end while it grows, only if it was there. A new `view` starts at its end. */
export function useStickToEnd(view: string): StickToEnd {
  const viewport = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isStuck = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const set = useCallback((isNow: boolean) => {
    isStuck.current = isNow;
    setIsAtEnd(isNow);
  }, []);
  const goToEnd = useCallback(() => {
    set(true);
    scrollToEnd(viewport.current);
  }, [set]);
  const onScroll = useCallback(() => set(distanceToEnd(viewport.current) <= NEAR_PX), [set]);
  const leaveEnd = useCallback(() => set(false), [set]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another view is the reason to run.
  useLayoutEffect(goToEnd, [view, goToEnd]);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (isStuck.current) scrollToEnd(viewport.current);
      else setIsAtEnd(distanceToEnd(viewport.current) <= NEAR_PX);
    });
    if (content.current) observer.observe(content.current);
    if (viewport.current) observer.observe(viewport.current);
    return () => observer.disconnect();
  }, []);
  return { viewport, content, isAtEnd, goToEnd, leaveEnd, onScroll };
}

function scrollToEnd(element: HTMLElement | null): void {
  if (element) element.scrollTop = element.scrollHeight;
}

function distanceToEnd(element: HTMLElement | null): number {
  return element ? element.scrollHeight - element.scrollTop - element.clientHeight : 0;
}
