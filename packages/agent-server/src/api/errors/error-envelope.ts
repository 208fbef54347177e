import { type ErrorData, isPergolaError, toErrorData } from "@pergola/core";
import { serverErrors } from "../../errors.ts";
import { statusOf, typeOf } from "./error-status.ts";
import { frameworkError } from "./framework-error.ts";

/** The body of every answer that is an error: the vendor's envelope, and what helps. */
export interface ErrorEnvelope {
  readonly error: {
    readonly message: string;
    readonly type: string;
    /** The field that is wrong. */
    readonly param: string | null;
    readonly code: string;
    /** What to do next. */
    readonly hint?: string;
    readonly details?: Readonly<Record<string, unknown>>;
    readonly requestId: string;
  };
}

export interface EnvelopeOptions {
  readonly requestId: string;
  /** Use the vendor's codes where it has one; ours is then in `details.code`. */
  readonly speaksVendor?: boolean;
}

/** Whatever was thrown as an error with a code; what has none becomes INTERNAL_ERROR and keeps its words to the log. */
export function codedError(thrown: unknown): ErrorData {
  if (isPergolaError(thrown)) return toErrorData(thrown);
  return frameworkError(thrown) ?? toErrorData(internalError(thrown));
}

/** An error as it goes over the wire: without causes and stack traces. */
export function errorEnvelope(error: ErrorData, { requestId, speaksVendor }: EnvelopeOptions): ErrorEnvelope {
  const status = statusOf(error.code);
  const { vendorCode } = status;
  const { param, ...details } = error.details ?? {};
  const isVendors = speaksVendor === true && vendorCode !== undefined;
  const shown = isVendors ? { ...details, code: error.code } : details;
  return {
    error: {
      message: error.message,
      type: typeOf(status),
      param: typeof param === "string" ? param : null,
      code: isVendors ? vendorCode : error.code,
      ...(error.hint !== undefined && { hint: error.hint }),
      ...(Object.keys(shown).length > 0 && { details: shown }),
      requestId,
    },
  };
}

function internalError(cause: unknown) {
  return serverErrors.create("INTERNAL_ERROR", {
    message: "Something failed inside the server.",
    hint: "Look for the requestId in the server's log.",
    cause,
  });
}
