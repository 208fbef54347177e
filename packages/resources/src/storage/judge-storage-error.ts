import { isPergolaError } from "@pergola/core";
import type { BreakerVerdict } from "../breaker/breaker.ts";

/** What a storage says after it has looked: it works. */
const ANSWERS: ReadonlySet<string> = new Set(["FILE_NOT_FOUND", "STORAGE_QUOTA_EXCEEDED"]);

/** Faults of the call, or of one file. Some are told before anything is touched, so they do not show that it works. */
const FAULTS_OF_THE_CALL: ReadonlySet<string> = new Set([
  "INVALID_SCOPE",
  "FILE_PATH_INVALID",
  "FILE_CONTENT_INVALID",
  "FILE_TYPE_REFUSED",
  "FILE_TOO_LARGE",
  "STORAGE_ARGUMENT_INVALID",
  "BAD_CURSOR",
  "RUN_SETTLED",
  "STORE_CLOSED",
  "STORE_FULL",
  "RESOURCE_CLOSED",
  "SESSION_QUEUE_FULL",
]);

/** What the operating system says of one path, or of somebody else who uses it: the disk is well. */
const OF_A_PATH: ReadonlySet<unknown> = new Set(["ENAMETOOLONG", "EISDIR", "ENOTEMPTY", "EBUSY"]);

/** What a failed call says of a storage, for its breaker: only failures of the storage itself count. */
export function judgeStorageError(error: unknown): BreakerVerdict {
  if (!isPergolaError(error)) return "failed";
  const { code, details } = error;
  if (ANSWERS.has(code)) return "answered";
  if (FAULTS_OF_THE_CALL.has(code)) return "unknown";
  if (code === "FILE_UNSAFE") return details?.isBase === true ? "failed" : "unknown";
  return code === "STORAGE_FAILED" && OF_A_PATH.has(details?.errno) ? "unknown" : "failed";
}
