import { errorMessage, isPergolaError, sleep } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";

/** Longest wait for a flow to close. */
const CLOSE_TIMEOUT_MS = 5_000;

/** Closes whatever can be closed. @throws CLOSE_FAILED */
export async function closeFlow(flow: unknown, timeoutMs: number = CLOSE_TIMEOUT_MS): Promise<void> {
  const inTime = new AbortController();
  try {
    await Promise.race([close(flow), tooLate(timeoutMs, inTime.signal)]);
  } catch (cause) {
    if (isPergolaError(cause, "CLOSE_FAILED")) throw cause;
    throw closeFailed(`The flow could not be closed: ${errorMessage(cause)}`, cause);
  } finally {
    inTime.abort();
  }
}

async function close(flow: unknown): Promise<void> {
  const { close } = flow as { readonly close?: unknown };
  if (typeof close === "function") await close.call(flow);
}

async function tooLate(timeoutMs: number, inTime: AbortSignal): Promise<void> {
  await sleep(timeoutMs, { signal: inTime }).then(
    () => {
      throw closeFailed(`The flow was not closed after ${timeoutMs} ms.`);
    },
    () => undefined,
  );
}

const closeFailed = (message: string, cause?: unknown) =>
  pergolaErrors.create("CLOSE_FAILED", {
    message,
    hint: "See what its close() waits for; the process ends in any case.",
    cause,
  });
