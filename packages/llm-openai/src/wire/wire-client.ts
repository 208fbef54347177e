import { abortable } from "@pergola/core";
import { chatURL } from "../config/base-url.ts";
import type { ResolvedConfig } from "../config/resolve-config.ts";
import { createFailures, type Failures } from "../errors/failures.ts";
import { type AnswerReader, createAnswerReader } from "./answer-reader.ts";
import { type ByteSource, createByteSource } from "./byte-source.ts";
import { type CallGuard, createCallGuard } from "./call-guard.ts";
import { requestHeaders } from "./request-headers.ts";

/** Most of an error body that is read, in bytes. */
const MAX_ERROR_BODY = 64 * 1024;

/** Speaks to one model's server. */
export interface WireClient {
  /**
   * Sends a request and resolves when the answer begins. Close the reader when it is not read to its end.
   *
   * @throws the `MODEL_…` errors; the signal's reason when it fires.
   */
  open(body: Readonly<Record<string, unknown>>, signal: AbortSignal | undefined): Promise<AnswerReader>;
}

export function createWireClient(config: ResolvedConfig): WireClient {
  const failures = createFailures(config);
  const url = chatURL(config.baseURL);
  const headers = requestHeaders(config);
  const send = (body: Readonly<Record<string, unknown>>, guard: CallGuard): Promise<Response> =>
    config.fetch(url, {
      method: "POST",
      headers: { ...headers, accept: body.stream === true ? "text/event-stream" : "application/json" },
      body: JSON.stringify(body),
      // A redirect would take the key and the messages to an address that nobody configured.
      redirect: "manual",
      signal: guard.signal,
    });
  return {
    async open(body, signal) {
      const { clock, timeoutMs } = config;
      const guard = createCallGuard({ signal, clock, timeoutMs, timeoutError: failures.timeout });
      try {
        const response = await answered(guard, failures, () => send(body, guard));
        const source = createByteSource(response, guard, failures);
        if (!response.ok) throw await refusal(response, source, failures);
        return createAnswerReader(response, source, failures);
      } catch (error) {
        guard.close();
        throw error;
      }
    },
  };
}

/** Waits for the headers of an answer. */
async function answered(
  guard: CallGuard,
  failures: Failures,
  send: () => Promise<Response>,
): Promise<Response> {
  if (guard.failure !== undefined) throw guard.failure;
  guard.startWaiting();
  let sending: Promise<Response> | undefined;
  try {
    sending = send();
    return await abortable(sending, guard.signal);
  } catch (error) {
    if (guard.failure === undefined) throw failures.network(error, "connect");
    // A fetch that does not heed its signal may still answer: nobody will read it.
    sending?.then(
      (late) => late.body?.cancel().catch(() => {}),
      () => {},
    );
    throw guard.failure;
  } finally {
    guard.stopWaiting();
  }
}

async function refusal(response: Response, source: ByteSource, failures: Failures): Promise<Error> {
  const text = await source.text(MAX_ERROR_BODY).catch((error: unknown) => {
    if (source.isStopped) throw error;
    // The status says enough when its explanation breaks off.
    return "";
  });
  return failures.status(response, text);
}
