import type { DirectorOptions } from "../build/director-options.ts";
import { bothLoggers } from "./both-loggers.ts";
import type { OpenLog } from "./open-log.ts";

/** Options that tell a definition's log of its runs, beside what the program has given. */
export function withLog(options: DirectorOptions, opened: OpenLog | undefined): DirectorOptions {
  if (opened === undefined) return options;
  const { log } = opened;
  return {
    ...options,
    observers: [...(options.observers ?? []), log],
    logger: options.logger === undefined ? log : bothLoggers(options.logger, log),
  };
}
