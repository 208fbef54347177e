import { useCallback, useRef, useState } from "react";

/** Which lines are open. */
export interface Opened {
  readonly opened: ReadonlySet<number>;
  /** Lines that are, or have been, open: all others are of one height. */
  readonly touched: ReadonlySet<number>;
  readonly toggle: (seq: number) => void;
}

const NONE: ReadonlySet<number> = new Set();

/** Opens and closes lines; who reads one follows no more. */
export function useOpened(onFollow: (isFollowing: boolean) => void): Opened {
  const [state, setState] = useState({ opened: NONE, touched: NONE });
  const follow = useRef(onFollow);
  follow.current = onFollow;
  const toggle = useCallback((seq: number) => {
    follow.current(false);
    setState(({ opened, touched }) => {
      const next = new Set(opened);
      if (!next.delete(seq)) next.add(seq);
      return { opened: next, touched: new Set(touched).add(seq) };
    });
  }, []);
  return { ...state, toggle };
}
