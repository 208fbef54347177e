import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLiveRun } from "../../run/live-runs-provider.tsx";
import { useRun } from "./api/use-run.ts";
import { runsKey } from "./api/use-runs.ts";
import { type RunStatus, statusOf } from "./run-status.ts";
import { EMPTY_WATERFALL, type Waterfall } from "./waterfall/waterfall.ts";
import { waterfallOf } from "./waterfall/waterfall-of.ts";

/** A run as the page shows it, stored or live. */
export interface ShownRun {
  readonly id: string;
  readonly sessionId: string;
  /** The start of what was asked. */
  readonly title: string;
  readonly status: RunStatus;
  readonly tree: Waterfall;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** None while it goes on. */
  readonly durationMs: number | undefined;
  /** Whether its events come as they happen. */
  readonly isLive: boolean;
}

/** The run of that id, and the query behind its stored form. What this page has seen live knows more: it has the text. */
export function useShownRun(agent: string, runId: string) {
  const live = useLiveRun(runId);
  const query = useRun(agent, runId);
  const isOver = live?.isOver === true;
  useRefreshWhenOver(agent, isOver);
  const stored = query.data ?? undefined;
  // A connection that was lost tells no end: then the store knows more.
  const isWhole = live !== undefined && (!isOver || hasEnd(live.events));
  const tree = isWhole ? waterfallOf(live.events) : stored ? waterfallOf(stored.events) : EMPTY_WATERFALL;
  const root = tree.spans[0];
  if (stored === undefined && (!isWhole || root === undefined)) return { query, run: undefined };
  const isLive = isWhole && !isOver;
  const outcome = stored?.outcome ?? (root?.outcome as RunStatus | undefined);
  const startedAt = stored?.startedAt ?? root?.startedAt ?? 0;
  const run: ShownRun = {
    id: runId,
    sessionId: stored?.sessionId ?? live?.sessionId ?? "",
    title: stored?.title || oneLine(live?.message ?? "") || "Run",
    status: outcome ?? (isLive || !stored ? "running" : statusOf(stored)),
    tree,
    startedAt: root?.startedAt ?? startedAt,
    durationMs:
      root?.latencyMs ?? (stored?.finishedAt === undefined ? undefined : stored.finishedAt - startedAt),
    isLive,
  };
  return { query, run };
}

const MAX_TITLE_CHARS = 80;

function oneLine(message: string): string {
  return message
    .slice(0, MAX_TITLE_CHARS * 2)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_TITLE_CHARS);
}

function hasEnd(events: readonly { readonly type: string }[]): boolean {
  return events.at(-1)?.type === "run-finished";
}

/** What the store says of the run, and the list of runs, is read again when the page has seen it end. */
function useRefreshWhenOver(agent: string, isOver: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isOver) return;
    void client.invalidateQueries({ queryKey: ["run", agent] });
    void client.invalidateQueries({ queryKey: runsKey(agent) });
  }, [client, agent, isOver]);
}
