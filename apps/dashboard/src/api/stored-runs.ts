import type { RunEvent } from "@pergola/core";
import type { StoredRun as KeptRun, RunPageOptions } from "@pergola/resources";
import { requestJson } from "./request.ts";

/** A run as the server keeps it. Times are epoch milliseconds. */
export interface StoredRun extends Omit<KeptRun, "runId"> {
  readonly id: string;
}

/** A run with all that it told but text. */
export interface LoggedRun extends StoredRun {
  readonly events: readonly RunEvent[];
}

export interface RunPage {
  /** The last one first. */
  readonly data: readonly StoredRun[];
  readonly nextCursor?: string;
}

export interface RunsQuery extends Pick<RunPageOptions, "status" | "outcome" | "limit"> {
  readonly agent: string;
  readonly sessionId?: string | undefined;
  readonly cursor?: string | undefined;
}

/** `GET /v1/runs`: the user's stored runs with an agent, a page at a time. */
export function listRuns({ sessionId, ...query }: RunsQuery, signal?: AbortSignal): Promise<RunPage> {
  return requestJson("/v1/runs", { query: { ...query, session_id: sessionId }, signal });
}

/** `GET /v1/runs/:id`: one with its log. */
export function getRun(agent: string, id: string, signal?: AbortSignal): Promise<LoggedRun> {
  return requestJson(`/v1/runs/${encodeURIComponent(id)}`, { query: { agent }, signal });
}
