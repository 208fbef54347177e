import { writeSync } from "node:fs";
import { pergolaErrors } from "../errors.ts";
import { errorReport } from "./report-error.ts";

/**
 * Tells when the process ends before the command has, and lets it fail then: a file that calls `process.exit(0)` would
 * look like a success.
 *
 * @returns what to call when the command has ended
 */
export function watchExit(args: readonly string[]): () => void {
  const onExit = (code: number) => {
    process.exitCode = code === 0 ? 1 : code;
    writeSync(process.stderr.fd, errorReport(exitedEarly(code), args, process.stderr));
  };
  process.on("exit", onExit);
  return () => void process.off("exit", onExit);
}

const exitedEarly = (code: number) =>
  pergolaErrors.create("EXITED_EARLY", {
    message: `The process ended before the command had, with exit code ${code}.`,
    hint: "Look for process.exit() in the file, and in what it imports: a program is no module to take a flow from.",
    details: { code },
  });
