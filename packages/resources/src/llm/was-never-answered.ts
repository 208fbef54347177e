import { toModelError } from "./to-model-error.ts";

/** The vendor turned the request down before any work, if it did so with a status of HTTP. */
const REFUSALS: ReadonlySet<string> = new Set([
  "MODEL_AUTH",
  "MODEL_NOT_FOUND",
  "MODEL_BAD_REQUEST",
  "MODEL_CONTEXT_TOO_LONG",
  "MODEL_RATE_LIMITED",
  "MODEL_QUOTA_EXCEEDED",
]);

/** The request never left. */
const UNSENT: ReadonlySet<unknown> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]);

/** How deep a chain of causes is searched. */
const MAX_DEPTH = 5;

/** Whether a vendor cannot have counted anything of an attempt that failed so. In doubt it has. */
export function wasNeverAnswered(thrown: unknown): boolean {
  const { code, details } = toModelError(thrown, "model");
  if (code === "MODEL_PARAMETER_UNSUPPORTED") return true;
  // An error inside an answer has no status: something came before it.
  if (REFUSALS.has(code)) return typeof details.status === "number" && details.status >= 400;
  return code === "MODEL_UNAVAILABLE" && (UNSENT.has(details.networkCode) || hasUnsentCause(thrown));
}

function hasUnsentCause(thrown: unknown): boolean {
  let error = thrown;
  for (let depth = 0; depth < MAX_DEPTH && typeof error === "object" && error !== null; depth++) {
    const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
    if (UNSENT.has(code)) return true;
    error = cause;
  }
  return false;
}
