import type { RunEvent } from "@pergola/core";
import { ApiError, localError } from "./api-error.ts";
import { errorFromEnvelope } from "./error-envelope.ts";
import { readEventStream, type ServerSentEvent } from "./event-stream.ts";
import { request, requestJson } from "./request.ts";

export interface RunRequest {
  readonly agent: string;
  readonly message: string;
  readonly sessionId: string;
}

/**
 * `POST /v1/runs`: starts a run and reads its events, with those of the runs inside it, until its own terminal one. Aborting the signal closes the
 * connection, which stops the run. Rejects with `CONNECTION_LOST` if the stream ends before the run has.
 */
export async function* streamRun(run: RunRequest, signal: AbortSignal): AsyncGenerator<RunEvent> {
  const body = { agent: run.agent, message: run.message, session_id: run.sessionId };
  const response = await request("/v1/runs", { method: "POST", body, signal });
  if (!response.body) throw lostConnection();
  for await (const event of eventsUntilLost(response.body, signal)) {
    const runEvent = runEventOf(event);
    yield runEvent;
    if (runEvent.type === "run-finished" && runEvent.parentRunId === undefined) return;
  }
  throw lostConnection();
}

/** `POST /v1/runs/:id/cancel`. */
export function cancelRun(runId: string, signal?: AbortSignal): Promise<{ cancelled: boolean }> {
  return requestJson(`/v1/runs/${encodeURIComponent(runId)}/cancel`, { method: "POST", body: {}, signal });
}

async function* eventsUntilLost(body: ReadableStream<Uint8Array>, signal: AbortSignal) {
  try {
    yield* readEventStream(body);
  } catch (reason) {
    throw signal.aborted ? reason : lostConnection();
  }
}

function runEventOf(event: ServerSentEvent): RunEvent {
  const data = parse(event.data);
  const error = errorFromEnvelope(data);
  if (error && !("seq" in Object(data))) throw new ApiError({ status: 200, ...error });
  return data as RunEvent; // the server's contract
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw localError({
      status: 200,
      code: "UNREADABLE_ANSWER",
      message: "The server sent an event that is not JSON.",
      hint: "Reload the page; if it happens again, look at the server's log.",
    });
  }
}

function lostConnection(): ApiError {
  return localError({
    status: 200,
    code: "CONNECTION_LOST",
    message: "The connection was lost before the answer was complete.",
    hint: "Check that the server is running, then send the message again.",
  });
}
