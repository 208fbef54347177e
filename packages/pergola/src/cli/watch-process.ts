import { errorMessage } from "@pergola/core";
import { pergolaErrors } from "../errors.ts";
import { type EndingSignal, interrupted } from "./interrupted.ts";

/**
 * A signal that fires when the process should come to its end: at Ctrl-C or SIGTERM (a second one ends it at once), when
 * something throws that nobody catches, and when nothing is open any more that the command could wait for.
 */
export function watchProcess(): AbortSignal {
  const ending = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const satisfies readonly EndingSignal[])
    process.once(name, () => ending.abort(interrupted(name)));
  process.on("uncaughtException", (error) => {
    if (!ending.signal.aborted) ending.abort(uncaught(error));
  });
  process.on("beforeExit", () => {
    ending.abort(nothingPending());
  });
  // Whoever writes is told of it; as an event it would end the process.
  for (const output of [process.stdout, process.stderr]) output.on("error", () => {});
  return ending.signal;
}

const uncaught = (cause: unknown) =>
  pergolaErrors.create("UNCAUGHT_ERROR", {
    message: `Something threw outside of the flow: ${errorMessage(cause)}`,
    hint: "Look for a timer, a listener or a promise in the file that nobody awaits.",
    cause,
  });

const nothingPending = () =>
  pergolaErrors.create("NOTHING_PENDING", {
    message:
      "The command waits, and nothing is open any more that could end the wait: no timer, socket or file.",
    hint: "Look for a promise that nothing resolves, in a node or at the top level of the file.",
  });
