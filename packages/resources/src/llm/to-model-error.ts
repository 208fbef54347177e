import { errorMessage, isPergolaError, type PergolaError } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { retryAfterMs } from "./retry-after.ts";

type ModelErrorCode = Extract<keyof typeof resourceErrors.meanings, `MODEL_${string}`>;

/** The members by which vendors' errors tell themselves apart. */
interface VendorError {
  readonly name?: unknown;
  readonly status?: unknown;
  readonly statusCode?: unknown;
  readonly code?: unknown;
  readonly lc_error_code?: unknown;
  readonly headers?: unknown;
  readonly response?: { readonly status?: unknown; readonly headers?: unknown };
  readonly cause?: unknown;
}

/** By a word that the error carries as `code`, `lc_error_code` or name. */
const BY_WORD: Readonly<Record<string, ModelErrorCode>> = {
  MODEL_AUTHENTICATION: "MODEL_AUTH",
  invalid_api_key: "MODEL_AUTH",
  model_not_found: "MODEL_NOT_FOUND",
  MODEL_RATE_LIMIT: "MODEL_RATE_LIMITED",
  rate_limit_exceeded: "MODEL_RATE_LIMITED",
  insufficient_quota: "MODEL_QUOTA_EXCEEDED",
  CONTEXT_OVERFLOW: "MODEL_CONTEXT_TOO_LONG",
  ContextOverflowError: "MODEL_CONTEXT_TOO_LONG",
  context_length_exceeded: "MODEL_CONTEXT_TOO_LONG",
  content_filter: "MODEL_CONTENT_FILTERED",
  content_policy_violation: "MODEL_CONTENT_FILTERED",
  APIConnectionTimeoutError: "MODEL_TIMEOUT",
  TimeoutError: "MODEL_TIMEOUT",
  ETIMEDOUT: "MODEL_TIMEOUT",
  UND_ERR_CONNECT_TIMEOUT: "MODEL_TIMEOUT",
  UND_ERR_HEADERS_TIMEOUT: "MODEL_TIMEOUT",
  UND_ERR_BODY_TIMEOUT: "MODEL_TIMEOUT",
  APIConnectionError: "MODEL_UNAVAILABLE",
  ECONNREFUSED: "MODEL_UNAVAILABLE",
  ENOTFOUND: "MODEL_UNAVAILABLE",
  EAI_AGAIN: "MODEL_UNAVAILABLE",
  EHOSTUNREACH: "MODEL_UNAVAILABLE",
  ENETUNREACH: "MODEL_UNAVAILABLE",
  ECONNRESET: "MODEL_STREAM_BROKEN",
  EPIPE: "MODEL_STREAM_BROKEN",
  UND_ERR_SOCKET: "MODEL_STREAM_BROKEN",
  ERR_STREAM_PREMATURE_CLOSE: "MODEL_STREAM_BROKEN",
};

const BY_STATUS: Readonly<Record<number, ModelErrorCode>> = {
  400: "MODEL_BAD_REQUEST",
  401: "MODEL_AUTH",
  402: "MODEL_QUOTA_EXCEEDED",
  403: "MODEL_AUTH",
  404: "MODEL_NOT_FOUND",
  408: "MODEL_TIMEOUT",
  413: "MODEL_CONTEXT_TOO_LONG",
  422: "MODEL_BAD_REQUEST",
  429: "MODEL_RATE_LIMITED",
};

const HINTS: Partial<Readonly<Record<ModelErrorCode, string>>> = {
  MODEL_AUTH: "Check the API key, and that it may use this model.",
  MODEL_NOT_FOUND: "Check the model's name and the base URL.",
  MODEL_BAD_REQUEST: "The vendor's own words are in the cause; the request is in the model-started event.",
  MODEL_CONTEXT_TOO_LONG:
    "Send less: a smaller history window, shorter tool results, or a model with a larger context.",
  MODEL_RATE_LIMITED: "Wait, send fewer requests at a time, or ask the vendor for a higher limit.",
  MODEL_QUOTA_EXCEEDED: "Check the account's plan and billing at the vendor.",
  MODEL_CONTENT_FILTERED: "Change the input; the vendor's filter does not let it pass.",
  MODEL_UNAVAILABLE: "Check that the address is right and the vendor is up, then try again.",
  MODEL_STREAM_BROKEN: "Try again; if it keeps happening, look at proxies between here and the vendor.",
  MODEL_TIMEOUT: "Try again, or give the model more time.",
  MODEL_FAILED: "The model's own error is the cause.",
};

/** How deep a chain of causes is searched. */
const MAX_DEPTH = 5;

/**
 * Gives what a model threw a code of ours and keeps the original as cause. Errors of Pergola stay as they are; what
 * cannot be told is `MODEL_FAILED`.
 *
 * @param model for the message, for example `openai:gpt-5-mini`.
 * @param now epoch milliseconds, for a Retry-After that is a date.
 */
export function toModelError(thrown: unknown, model: string, now: number = Date.now()): PergolaError {
  if (isPergolaError(thrown)) return thrown;
  const chain = causes(thrown);
  const status = first(chain, statusOf);
  const code = first(chain, codeByWord) ?? codeByStatus(status) ?? "MODEL_FAILED";
  const waitMs = first(chain, (error) => retryAfterMs(error.headers ?? error.response?.headers, now));
  return resourceErrors.create(code, {
    message: `${model} failed: ${errorMessage(thrown)}`,
    hint: HINTS[code],
    details: {
      model,
      ...(status !== undefined && { status }),
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    },
    cause: thrown,
  });
}

function causes(thrown: unknown): VendorError[] {
  const chain: VendorError[] = [];
  let error = thrown;
  while (typeof error === "object" && error !== null && chain.length < MAX_DEPTH) {
    chain.push(error as VendorError);
    error = (error as VendorError).cause;
  }
  return chain;
}

function first<T>(chain: readonly VendorError[], read: (error: VendorError) => T | undefined): T | undefined {
  for (const error of chain) {
    const value = read(error);
    if (value !== undefined) return value;
  }
  return undefined;
}

function statusOf({ status, statusCode, response }: VendorError): number | undefined {
  return [status, statusCode, response?.status].find((value) => typeof value === "number") as
    | number
    | undefined;
}

function codeByWord({ code, lc_error_code, name }: VendorError): ModelErrorCode | undefined {
  for (const word of [code, lc_error_code, name]) {
    if (typeof word === "string" && Object.hasOwn(BY_WORD, word)) return BY_WORD[word];
  }
  return undefined;
}

function codeByStatus(status: number | undefined): ModelErrorCode | undefined {
  if (status === undefined) return undefined;
  return BY_STATUS[status] ?? (status >= 500 ? "MODEL_UNAVAILABLE" : undefined);
}
