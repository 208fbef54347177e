import { pergolaErrors } from "../errors.ts";

const MESSAGES = {
  SIGINT: "Ended by Ctrl-C (SIGINT).",
  SIGTERM: "Ended by SIGTERM.",
  SIGPIPE: "Whoever read the output has left.",
} as const;

/** The signals that end a command in an orderly way. */
export type EndingSignal = keyof typeof MESSAGES;

export function interrupted(signal: EndingSignal) {
  return pergolaErrors.create("INTERRUPTED", {
    message: MESSAGES[signal],
    hint: "Nothing to mend: somebody asked for it.",
    details: { signal },
  });
}
