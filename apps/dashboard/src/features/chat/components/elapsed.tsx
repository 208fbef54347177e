import { useEffect, useState } from "react";
import { formatDuration } from "../../../ui/format-duration.ts";

export interface ElapsedProps {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly isStopping: boolean;
}

/** How long a turn runs already. */
export function Elapsed({ since, isStopping }: ElapsedProps) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, []);
  return (
    <span>
      {isStopping ? "Stopping…" : "Running"} {formatDuration(Math.max(0, now - since))}
    </span>
  );
}
