import type { RunEvent, RunOutcome, Usage } from "@pergola/core";
import type { StoredMessage } from "@pergola/resources";
import { request, requestJson } from "./request.ts";

/** A line of the sessions list. Times are epoch milliseconds. */
export interface SessionSummary {
  readonly id: string;
  readonly title: string;
  readonly turnCount: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SessionPage {
  readonly data: readonly SessionSummary[];
  readonly nextCursor?: string;
}

/** A turn as it is kept. `events` is the run's log, without deltas. */
export interface StoredTurn {
  readonly runId: string;
  readonly status: "pending" | "suspended" | "settled" | "interrupted" | (string & {});
  readonly outcome?: RunOutcome;
  readonly usage?: Usage;
  readonly startedAt: number;
  readonly finishedAt?: number;
  readonly messages: readonly StoredMessage[];
  readonly events: readonly RunEvent[];
}

export interface Session {
  readonly id: string;
  readonly turns: readonly StoredTurn[];
}

export interface SessionsQuery {
  readonly agent: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** `GET /v1/sessions`: newest first, a page at a time. */
export function listSessions(query: SessionsQuery, signal?: AbortSignal): Promise<SessionPage> {
  return requestJson("/v1/sessions", { query: { ...query }, signal });
}

/** `GET /v1/sessions/:id`: a session with its turns. */
export function getSession(agent: string, id: string, signal?: AbortSignal): Promise<Session> {
  return requestJson(sessionPath(id), { query: { agent }, signal });
}

/** `DELETE /v1/sessions/:id`. */
export async function deleteSession(agent: string, id: string, signal?: AbortSignal): Promise<void> {
  await request(sessionPath(id), { method: "DELETE", query: { agent }, signal });
}

function sessionPath(id: string): string {
  return `/v1/sessions/${encodeURIComponent(id)}`;
}
