import { useEffect, useState } from "react";

const TICK_MS = 100;

/**
 * The time of the run by the clock of its server, in epoch milliseconds: that of its last event and, while it runs, what
 * has passed since that came.
 */
export function useRunClock(lastAt: number, isRunning: boolean): number {
  const [now, setNow] = useState(lastAt);
  useEffect(() => {
    if (!isRunning) return;
    const seenAt = performance.now();
    const timer = setInterval(() => setNow(lastAt + performance.now() - seenAt), TICK_MS);
    return () => clearInterval(timer);
  }, [lastAt, isRunning]);
  return isRunning ? Math.max(now, lastAt) : lastAt;
}
