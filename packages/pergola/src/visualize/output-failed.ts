import { dirname } from "node:path";
import { errorMessage } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";

/** What is wrong with the file of `--out`. */
export function outputFailed(file: string, cause: unknown) {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  const isMissing = code === "ENOENT";
  return pergolaErrors.create("OUTPUT_FAILED", {
    message: isMissing
      ? `${file} could not be written: there is no folder ${dirname(file)}.`
      : `${file} could not be written: ${errorMessage(cause)}`,
    hint: isMissing ? `Make it first: mkdir -p ${dirname(file)}` : hintFor(code),
    details: { file },
    cause: isMissing ? undefined : cause,
  });
}

const hintFor = (code: unknown) =>
  code === "ENOSPC" || code === "EDQUOT" ? "Make room on that disk." : "Give a file that you may write.";

export function notText(file: string) {
  return pergolaErrors.create("OUTPUT_FAILED", {
    message: `${file} is not text in UTF-8, so the rest of it could not be kept; nothing was written.`,
    hint: "Save it as UTF-8.",
    details: { file },
  });
}
