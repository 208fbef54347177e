import type { LogFilter } from "@pergola/observability";
import { useEffect, useState, useSyncExternalStore } from "react";
import { connectLogSocket } from "../../api/log-socket.ts";
import { atNextFrame } from "../../ui/at-next-frame.ts";
import { createLiveLog, type LiveLog } from "./live-log.ts";
import { EMPTY_LOG, type LogView } from "./log-view.ts";

const NEVER = () => () => undefined;

/** Watches the log as long as the page shows it. @param attempt another one begins anew */
export function useLiveLog(
  filter: LogFilter,
  attempt: number,
): { readonly log: LiveLog | undefined; readonly view: LogView } {
  const [log, setLog] = useState<LiveLog>();
  const key = JSON.stringify(filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another connection.
  useEffect(() => {
    const wanted = JSON.parse(key) as LogFilter; // what was made text above
    const opened = createLiveLog({ filter: wanted, connect: connectLogSocket, atNextFrame });
    setLog(opened);
    return () => opened.close();
  }, [key, attempt]);
  const view = useSyncExternalStore(log?.subscribe ?? NEVER, log?.view ?? (() => EMPTY_LOG));
  return { log, view };
}
