import type { LogFilter } from "@pergola/observability";
import { useEffect, useState, useSyncExternalStore } from "react";
import { connectLogSocket } from "../../api/log-socket.ts";
import { atNextFrame } from "../../ui/at-next-frame.ts";
import { createLiveLog, type LiveLog } from "./live-log.ts";
import { EMPTY_LOG, type LogView } from "./log-view.ts";

const NEVER = () => () => undefined;

/** Watches the log as long as the page shows it. */
export function useLiveLog(filter: LogFilter): { readonly log: LiveLog | undefined; readonly view: LogView } {
  const [log, setLog] = useState<LiveLog>();
  const key = JSON.stringify(filter);
  useEffect(() => {
    const wanted = JSON.parse(key) as LogFilter; // what was made text above
    const opened = createLiveLog({ filter: wanted, connect: connectLogSocket, atNextFrame });
    setLog(opened);
    return () => opened.close();
  }, [key]);
  const view = useSyncExternalStore(log?.subscribe ?? NEVER, log?.view ?? (() => EMPTY_LOG));
  return { log, view };
}
