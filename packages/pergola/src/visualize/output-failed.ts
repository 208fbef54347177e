import { dirname } from "node:path";
import { errorMessage } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";

/** What is wrong with the file of `--out`. */
export function outputFailed(file: string, cause: unknown) {
  const isMissing = (cause as { readonly code?: unknown } | null)?.code === "ENOENT";
  return pergolaErrors.create("OUTPUT_FAILED", {
    message: isMissing
      ? `${file} could not be written: there is no folder ${dirname(file)}.`
      : `${file} could not be written: ${errorMessage(cause)}`,
    hint: isMissing ? `Make it first: mkdir -p ${dirname(file)}` : "Give a file that you may write.",
    details: { file },
    cause: isMissing ? undefined : cause,
  });
}

export function notText(file: string) {
  return pergolaErrors.create("OUTPUT_FAILED", {
    message: `${file} is not text in UTF-8, so the rest of it could not be kept; nothing was written.`,
    hint: "Save it as UTF-8.",
    details: { file },
  });
}
