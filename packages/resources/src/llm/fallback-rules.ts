import type { PergolaError } from "@pergola/core";
import type { BreakerVerdict } from "../breaker/breaker.ts";
import { toModelError } from "./to-model-error.ts";

/** The vendor or its address is at fault: another one may do better, and this one is better left alone for a while. */
const FAULTS_OF_THE_VENDOR: ReadonlySet<string> = new Set([
  "MODEL_RATE_LIMITED",
  "MODEL_UNAVAILABLE",
  "MODEL_STREAM_BROKEN",
  "MODEL_TIMEOUT",
  "MODEL_BAD_RESPONSE",
  "MODEL_QUOTA_EXCEEDED",
  "MODEL_AUTH",
  "MODEL_NOT_FOUND",
]);

/** Of a model's breaker: the vendor has failed before. */
const OF_THE_BREAKER: ReadonlySet<string> = new Set(["CIRCUIT_OPEN", "BREAKER_UNAVAILABLE"]);

/** Nobody knows whose fault it is. */
const UNKNOWN_FAULT = "MODEL_FAILED";

/** Whether the next model of a list may be asked: never when the request itself is at fault. */
export function canFallBack({ code }: PergolaError): boolean {
  return FAULTS_OF_THE_VENDOR.has(code) || code === UNKNOWN_FAULT || OF_THE_BREAKER.has(code);
}

/** What a failed call says of its model's vendor. */
export function judgeModelError(thrown: unknown): BreakerVerdict {
  const { code } = toModelError(thrown, "model");
  if (FAULTS_OF_THE_VENDOR.has(code)) return "failed";
  return code.startsWith("MODEL_") && code !== UNKNOWN_FAULT ? "answered" : "unknown";
}
