import type { ErrorData } from "@pergola/core";

/** Codes that the page itself gives; all others come from the server. */
export const localErrorCodes = ["SERVER_UNREACHABLE", "CONNECTION_LOST", "UNREADABLE_ANSWER"] as const;

export type LocalErrorCode = (typeof localErrorCodes)[number];

/** Makes sure that a code of the page is one of {@link localErrorCodes}. */
export function localError(init: {
  status: number;
  code: LocalErrorCode;
  message: string;
  hint: string;
}): ApiError {
  return new ApiError(init);
}

/** What a failed call rejects with: the server's envelope, or one of {@link LocalErrorCode}. `status` 0 = no answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(init: { status: number; code: string; message: string; hint?: string; requestId?: string }) {
    super(init.message);
    this.status = init.status;
    this.code = init.code;
    this.hint = init.hint;
    this.requestId = init.requestId;
  }
}

/** The call never reached a server. */
export function unreachable(): ApiError {
  return localError({
    status: 0,
    code: "SERVER_UNREACHABLE",
    message: "The server does not answer.",
    hint: "Check that it is still running in its terminal, then try again.",
  });
}

/** Any thrown value as the data that the page shows. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof ApiError) {
    return { code: thrown.code, message: thrown.message, ...(thrown.hint && { hint: thrown.hint }) };
  }
  return { code: "UNEXPECTED", message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Whether the server wants a token that this browser does not have. */
export function isUnauthorized(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.status === 401 && !isUserUnknown(thrown);
}

/** Whether the browser lacks the cookie that comes with the page. */
export function isUserUnknown(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.code === "USER_UNKNOWN";
}

/** Whether there was no server at the other end. */
export function isUnreachable(thrown: unknown): boolean {
  return thrown instanceof ApiError && thrown.status === 0;
}
