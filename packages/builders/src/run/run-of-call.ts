import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { createScope, DEFAULT_USER, LOCAL_TENANT, type RunBudget } from "@pergola/core";
import { RUN_KEY } from "@pergola/core-steps";
import type { AgentParts } from "../agent/agent-parts.ts";
import { createContext } from "./create-run.ts";
import type { RunContext } from "./run-context.ts";

/**
 * The run that a call of an agent's graph belongs to: its agent's own; inside another agent's step that one's run, with
 * this agent's model, tools and limits; called raw, one of its own in the in-process scope, with nobody listening.
 */
export function runOfCall(parts: AgentParts, config: LangGraphRunnableConfig): RunContext {
  const run = config.configurable?.[RUN_KEY] as RunContext | undefined;
  if (run?.services === parts) return run;
  const own = detached(parts, run?.signal ?? config.signal, run?.budget);
  if (run === undefined) return own;
  const { maxToolCalls } = run.limits;
  return { ...run, services: own.services, limits: { ...own.limits, maxToolCalls }, budget: own.budget };
}

function detached(
  parts: AgentParts,
  signal: AbortSignal = new AbortController().signal,
  budget?: RunBudget,
): RunContext {
  const scope = createScope({ tenantId: LOCAL_TENANT, userId: DEFAULT_USER, agentId: parts.definition.name });
  return createContext(parts, { scope, runId: crypto.randomUUID(), call: {}, given: [], budget }, signal);
}
