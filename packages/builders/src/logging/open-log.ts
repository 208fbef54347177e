import { type AgentConfig, agentLoggingSchema } from "@pergola/config";
import type { Clock } from "@pergola/core";
import type { LiveLog, LogOutput, RunLog } from "@pergola/observability";
import type { AgentLog } from "./agent-log.ts";
import { loggingNotConfigured } from "./logging-not-configured.ts";

/** A log and what it is made of. Its agent closes it. */
export interface OpenLog {
  readonly log: RunLog;
  readonly shown: AgentLog;
}

/**
 * The log that a definition asks for; its package is loaded for the first agent that has one. Undefined for an agent without,
 * and for settings with a defect, which the definition's check tells. Opens no file: the first line does.
 */
export async function openLog(
  { name, logging }: AgentConfig,
  clock: Clock | undefined,
): Promise<OpenLog | undefined> {
  if (logging === undefined || !agentLoggingSchema.safeParse(logging).success) return undefined;
  const { consoleLog, createRunLogger, fileLog, liveLog } = await import("@pergola/observability");
  const { console = {}, file = {}, stream = {}, content = false } = logging;
  const live = stream === false ? undefined : liveLog(stream);
  const outputs: LogOutput[] = [
    ...(console === false ? [] : [consoleLog(console)]),
    ...(file === false ? [] : [fileLog({ ...file, ...(clock !== undefined && { clock }) })]),
    ...(live === undefined ? [] : [live]),
  ];
  const log = createRunLogger({ outputs, content, ...(clock !== undefined && { clock }) });
  return { log, shown: shownLog(name, log, live) };
}

function shownLog(name: string, log: RunLog, live: LiveLog | undefined): AgentLog {
  return {
    outputs: () => log.outputs(),
    subscribe(options) {
      if (live === undefined) throw loggingNotConfigured(name);
      return live.subscribe(options);
    },
  };
}
