import type { resourceErrors } from "@pergola/resources";
import type { VendorFailure } from "./vendor-error.ts";

/** The codes that this provider throws. */
export type ModelErrorCode = Exclude<
  Extract<keyof typeof resourceErrors.meanings, `MODEL_${string}`>,
  "MODEL_FAILED"
>;

const TOO_LONG =
  /context[ _-]?(length|window|size)|maximum context|too many (input )?tokens|prompt is too long/i;
const FILTERED = /content[ _-]?(filter|policy|management)|ResponsibleAIPolicyViolation|safety system/i;
const NO_CREDIT =
  /insufficient[ _-]?(quota|credit|balance|funds)|billing[ _-]?(hard[ _-]?limit|not[ _-]?active)/i;
const UNSUPPORTED = /^unsupported_(parameter|value)$/;
const UNKNOWN_MODEL = /^model_not_found$/;

/** The code for a failure with an HTTP status; what the vendor says in words counts where the status is vague. */
export function failureCode(status: number, vendor: VendorFailure | undefined): ModelErrorCode {
  const code = vendor?.code ?? "";
  const said = `${code} ${vendor?.type ?? ""} ${vendor?.message ?? ""}`;
  if (status === 401 || status === 403) return "MODEL_AUTH";
  if (status === 402 || (status === 429 && NO_CREDIT.test(said))) return "MODEL_QUOTA_EXCEEDED";
  if (status === 429) return "MODEL_RATE_LIMITED";
  if (status === 408 || status >= 500) return "MODEL_UNAVAILABLE";
  if (status === 404 || UNKNOWN_MODEL.test(code) || status < 400) return "MODEL_NOT_FOUND";
  if (status === 413 || TOO_LONG.test(said)) return "MODEL_CONTEXT_TOO_LONG";
  if (FILTERED.test(said)) return "MODEL_CONTENT_FILTERED";
  if (UNSUPPORTED.test(code)) return "MODEL_PARAMETER_UNSUPPORTED";
  return "MODEL_BAD_REQUEST";
}

/** The code for an error inside a stream that began with HTTP 200. A numeric code is the status it would have had. */
export function streamFailureCode(vendor: VendorFailure): ModelErrorCode {
  const status = Number(vendor.code);
  if (Number.isInteger(status) && status >= 400 && status < 500) return failureCode(status, vendor);
  const said = `${vendor.code ?? ""} ${vendor.type ?? ""} ${vendor.message}`;
  if (NO_CREDIT.test(said)) return "MODEL_QUOTA_EXCEEDED";
  if (/rate[ _-]?limit/i.test(said)) return "MODEL_RATE_LIMITED";
  if (TOO_LONG.test(said)) return "MODEL_CONTEXT_TOO_LONG";
  if (FILTERED.test(said)) return "MODEL_CONTENT_FILTERED";
  return "MODEL_STREAM_BROKEN";
}
