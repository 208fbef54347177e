import { constants } from "node:os";
import { isPergolaError } from "@pergola/core";

const EXIT_DONE = 0;
const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

const USAGE_CODES = ["INVALID_USAGE", "INVALID_INPUT"];

/** What the process ends with. A signal counts as in every shell: 128 and its number. */
export function exitCodeOf(error: unknown): number {
  if (error === undefined) return EXIT_DONE;
  if (isPergolaError(error, "INTERRUPTED")) {
    const signals: Readonly<Record<string, number>> = constants.signals;
    return 128 + (signals[String(error.details.signal)] ?? 0);
  }
  return isPergolaError(error) && USAGE_CODES.includes(error.code) ? EXIT_USAGE : EXIT_FAILED;
}

/** The part of a help text that says what the process ends with. */
export const EXIT_CODES_HELP = `
Exit codes:
  ${EXIT_DONE}    done
  ${EXIT_FAILED}    failed: what went wrong is on stderr, with a code and what to do
  ${EXIT_USAGE}    the command line or the input is wrong
  130  ended by Ctrl-C (143 by SIGTERM, 141 when the reader of the output left)
`;
