import type { StepRun } from "@pergola/core-steps";
import type { Draft } from "../run/draft.ts";
import type { QueuedCall } from "../run/position.ts";

/** Calls a tool of the agent. @throws the tool's coded error, TOOL_LIMIT_EXCEEDED; the signal's reason */
export async function useTool(run: StepRun, draft: Draft, tool: string, given: unknown): Promise<unknown> {
  const value = await run.resource("tools").run({ id: crypto.randomUUID(), name: tool, arguments: given });
  draft.tools.push(tool);
  return value;
}

/** Queues a call for the end of the stage. @returns the key that gets its result. @throws TOOL_NOT_FOUND */
export function queueTool(
  run: StepRun,
  draft: Draft,
  { as, ...call }: Omit<QueuedCall, "callId" | "key"> & { readonly as: string | undefined },
): string {
  // Asks whether it is the agent's.
  run.resource("tools").only([call.tool]);
  const key = as ?? freeKey(draft, call.tool);
  draft.queue.push({ ...call, key, callId: crypto.randomUUID() });
  return key;
}

function freeKey({ queue }: Draft, tool: string): string {
  const isTaken = (key: string) => queue.some((call) => call.key === key);
  if (!isTaken(tool)) return tool;
  for (let number = 2; ; number++) if (!isTaken(`${tool}_${number}`)) return `${tool}_${number}`;
}
