/** What a code is over HTTP. */
export interface ErrorStatus {
  readonly status: number;
  /** False: the same request will fail again, so that clients which retry by status are told not to. */
  readonly isRetryable?: false;
  /** The vendor's word for it, where clients act on that word; used in answers of `/v1/chat/completions`. */
  readonly vendorCode?: string;
  /** The vendor's class of it, where that is not the one of its status. */
  readonly type?: string;
}

/** Nothing is left to spend. */
const QUOTA: ErrorStatus = {
  status: 429,
  isRetryable: false,
  vendorCode: "insufficient_quota",
  type: "insufficient_quota",
};

/**
 * Every code that has a status of its own; all others are 500. A failure of the model's vendor is a 5xx of ours (its
 * 401 is not the client's), except where the client can mend it by asking for something else.
 */
export const ERROR_STATUS: Readonly<Record<string, ErrorStatus>> = {
  // The request.
  INVALID_REQUEST: { status: 400 },
  INVALID_JSON: { status: 400 },
  UNSUPPORTED_PARAMETER: { status: 400 },
  MESSAGE_TOO_LONG: { status: 400 },
  INVALID_SCOPE: { status: 400 },
  OBSERVABILITY_OPTION_INVALID: { status: 400 },
  INVALID_MESSAGE: { status: 400 },
  INVALID_STATE: { status: 400 },
  INVALID_CALL_OPTIONS: { status: 400 },
  CHAT_NEEDS_STATE: { status: 400 },
  SESSION_NEEDS_MEMORY: { status: 400 },
  BAD_CURSOR: { status: 400 },
  UNAUTHORIZED: { status: 401 },
  IDENTITY_FAILED: { status: 500 },
  USER_UNKNOWN: { status: 401 },
  HOST_NOT_ALLOWED: { status: 403 },
  ORIGIN_NOT_ALLOWED: { status: 403 },
  OPERATOR_ONLY: { status: 403 },
  TELEMETRY_OFF: { status: 404 },
  ROUTE_NOT_FOUND: { status: 404 },
  AGENT_NOT_FOUND: { status: 404 },
  FLOW_NOT_FOUND: { status: 404 },
  TRACE_NOT_FOUND: { status: 404 },
  SESSION_NOT_FOUND: { status: 404 },
  RUN_NOT_FOUND: { status: 404 },
  BODY_TOO_LARGE: { status: 413 },
  UNSUPPORTED_MEDIA_TYPE: { status: 415 },
  UPGRADE_REQUIRED: { status: 426 },
  // The run was ended from outside: 499 is what proxies write when the client went away.
  RUN_STOPPED: { status: 499, isRetryable: false },
  RUN_CANCELLED: { status: 499, isRetryable: false },
  CLIENT_DISCONNECTED: { status: 499, isRetryable: false },
  CLIENT_TOO_SLOW: { status: 499, isRetryable: false },
  SESSION_DELETED: { status: 499, isRetryable: false },
  DEADLINE_EXCEEDED: { status: 504, isRetryable: false },
  // Too much at once.
  USER_BUSY: { status: 429 },
  SESSION_QUEUE_FULL: { status: 429 },
  SERVER_BUSY: { status: 503 },
  SERVER_CLOSING: { status: 503 },
  AGENT_CLOSED: { status: 503 },
  RESOURCE_CLOSED: { status: 503 },
  STORE_CLOSED: { status: 503 },
  STORE_FULL: { status: 503 },
  DUCKDB_QUEUE_FULL: { status: 503 },
  // The model.
  MODEL_BAD_REQUEST: { status: 400 },
  MODEL_PARAMETER_UNSUPPORTED: { status: 400 },
  MODEL_CONTENT_FILTERED: { status: 400 },
  MODEL_CONTEXT_TOO_LONG: { status: 400, vendorCode: "context_length_exceeded" },
  MODEL_RATE_LIMITED: { status: 429 },
  MODEL_QUOTA_EXCEEDED: QUOTA,
  MODEL_AUTH: { status: 502, isRetryable: false },
  MODEL_NOT_FOUND: { status: 502, isRetryable: false },
  MODEL_BAD_RESPONSE: { status: 502 },
  MODEL_STREAM_BROKEN: { status: 502 },
  MODEL_FAILED: { status: 502 },
  MODEL_UNAVAILABLE: { status: 503 },
  MODEL_TIMEOUT: { status: 504 },
  // What its user may spend.
  BUDGET_EXCEEDED: QUOTA,
  BUDGET_UNENFORCEABLE: { status: 500, isRetryable: false },
  // The agent: asking again would only do the same work again.
  STEP_FAILED: { status: 500, isRetryable: false },
  MAX_ITERATIONS: { status: 500, isRetryable: false },
  TOOL_LIMIT_EXCEEDED: { status: 500, isRetryable: false },
  OUTPUT_INVALID: { status: 500, isRetryable: false },
  MISSING_VARIABLE: { status: 500, isRetryable: false },
  UNDECLARED_STATE_KEY: { status: 500, isRetryable: false },
};

const UNKNOWN: ErrorStatus = { status: 500 };

export function statusOf(code: string): ErrorStatus {
  return Object.hasOwn(ERROR_STATUS, code) ? (ERROR_STATUS[code] ?? UNKNOWN) : UNKNOWN;
}

/** The vendor's class of an error. */
export function typeOf({ status, type }: ErrorStatus): string {
  if (type !== undefined) return type;
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "api_error";
}
