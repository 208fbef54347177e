import type { ErrorData } from "@pergola/core";
import type { LogFrameLine } from "@pergola/observability";
import type { SocketState } from "../../api/live-socket.ts";

/** What the page knows of the log. */
export interface LogView {
  readonly connection: SocketState;
  /** Whether the server has said what it has. */
  readonly isLoaded: boolean;
  /** Oldest first; at most {@link MAX_LINES}. */
  readonly lines: readonly LogFrameLine[];
  /** Whether new lines are shown as they come. */
  readonly isFollowing: boolean;
  /** Lines that have come and are not shown, while nobody follows. */
  readonly held: number;
  /** Lines that this page never got, because it was too slow. */
  readonly dropped: number;
  /** Why the server refuses. */
  readonly error: ErrorData | undefined;
}

/** Lines that the page keeps; older ones go. */
export const MAX_LINES = 5_000;

export const EMPTY_LOG: LogView = {
  connection: "connecting",
  isLoaded: false,
  lines: [],
  isFollowing: true,
  held: 0,
  dropped: 0,
  error: undefined,
};
