import { abortable, errorMessage } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";
import type { CliOutput } from "./cli-context.ts";
import { interrupted } from "./interrupted.ts";

/**
 * Writes text and waits until it was taken, so that nothing piles up and nothing is lost when the process ends.
 *
 * @throws INTERRUPTED when the reader has left, OUTPUT_FAILED, the signal's reason
 */
export function write(output: CliOutput, text: string, signal?: AbortSignal): Promise<void> {
  if (text === "") return Promise.resolve();
  const taken = new Promise<void>((resolve, reject) => {
    output.write(text, (error) => (error ? reject(writeError(error)) : resolve()));
  });
  return abortable(taken, signal);
}

function writeError(error: Error & { readonly code?: string }) {
  if (error.code === "EPIPE") return interrupted("SIGPIPE");
  return pergolaErrors.create("OUTPUT_FAILED", {
    message: `The output could not be written: ${errorMessage(error)}`,
    hint: "See where it is piped to.",
    cause: error,
  });
}
