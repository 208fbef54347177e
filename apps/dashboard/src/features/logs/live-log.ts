import type { LogFilter, LogFrame, LogFrameLine } from "@pergola/observability";
import type { LogSocket, LogSocketOptions } from "../../api/log-socket.ts";
import { EMPTY_LOG, type LogView, MAX_LINES } from "./log-view.ts";

export interface LiveLogOptions {
  readonly filter: LogFilter;
  readonly connect: (options: LogSocketOptions) => LogSocket;
  /** When what has come is shown. */
  readonly atNextFrame: (work: () => void) => void;
}

/** The log as it is written. */
export interface LiveLog {
  view(): LogView;
  subscribe(listener: () => void): () => void;
  /** Shows new lines as they come, or holds them until somebody wants them. */
  setFollowing(isFollowing: boolean): void;
  /** Forgets the lines that are there. */
  clear(): void;
  close(): void;
}

/** Watches the log. However much comes, listeners are told once a frame of the screen. */
export function createLiveLog({ filter, connect, atNextFrame }: LiveLogOptions): LiveLog {
  const listeners = new Set<() => void>();
  let view = EMPTY_LOG;
  let news: Partial<LogView> | undefined;
  /** Come, but not shown. */
  let held: readonly LogFrameLine[] = [];

  const flush = () => {
    if (news === undefined) return;
    view = { ...view, ...news };
    news = undefined;
    for (const listener of [...listeners]) listener();
  };
  const change = (changed: Partial<LogView>) => {
    if (news === undefined) atNextFrame(flush);
    news = { ...news, ...changed };
  };
  const now = (): LogView => ({ ...view, ...news });
  const add = (lines: readonly LogFrameLine[]) => {
    if (now().isFollowing) change({ lines: latest(now().lines, lines) });
    else {
      held = latest(held, lines);
      change({ held: held.length });
    }
  };
  const onFrame = (frame: LogFrame) => {
    if (frame.type === "error") change({ error: frame.error, isLoaded: true });
    if (frame.type === "logs-subscribed") {
      held = [];
      change({ lines: [], held: 0, dropped: 0, error: undefined });
    }
    if (frame.type !== "log-lines") return;
    add(frame.lines);
    change({ dropped: frame.dropped, isLoaded: true });
  };
  const socket = connect({ filter, onFrame, onState: (connection) => change({ connection }) });
  return {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setFollowing(isFollowing) {
      if (isFollowing === now().isFollowing) return;
      change({ isFollowing });
      if (!isFollowing) return;
      change({ lines: latest(now().lines, held), held: 0 });
      held = [];
    },
    clear() {
      held = [];
      change({ lines: [], held: 0, dropped: 0 });
    },
    close() {
      socket.close();
      listeners.clear();
    },
  };
}

function latest(before: readonly LogFrameLine[], more: readonly LogFrameLine[]): readonly LogFrameLine[] {
  return more.length === 0 ? before : [...before, ...more].slice(-MAX_LINES);
}
