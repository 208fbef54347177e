import type { ErrorData } from "@pergola/core";
import { ApiError, localError } from "./api-error.ts";

/** The `error` member of a body, or `undefined` if the body is not the server's envelope. */
export function errorFromEnvelope(body: unknown): (ErrorData & { requestId?: string }) | undefined {
  const error = member(body, "error");
  const message = member(error, "message");
  if (typeof message !== "string") return undefined;
  const code = member(error, "code") ?? member(error, "type");
  const hint = member(error, "hint");
  const requestId = member(error, "requestId");
  return {
    code: typeof code === "string" ? code : "UNEXPECTED",
    message,
    ...(typeof hint === "string" && { hint }),
    ...(typeof requestId === "string" && { requestId }),
  };
}

/** Reads a response that is not ok into the error that the call rejects with. */
export async function errorFromResponse(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const error = errorFromEnvelope(body);
  if (error) return new ApiError({ status: response.status, ...error });
  return localError({
    status: response.status,
    code: "UNREADABLE_ANSWER",
    message: `The server answered ${response.status} without saying why.`,
    hint: "Look at the server's log in its terminal.",
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
