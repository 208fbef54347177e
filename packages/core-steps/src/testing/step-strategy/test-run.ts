import { createScope, type RunEventInput, silentLogger } from "@pergola/core";
import {
  bindStorage,
  createInMemoryStorage,
  createLlmResource,
  createProviderRegistry,
  createRetryBudget,
} from "@pergola/resources";
import type { StepContext } from "../../step.ts";
import type { StepRun } from "../../step-run.ts";
import { ScriptedChatModel } from "../scripted-chat-model.ts";
import type { StepCase } from "./step-strategy-subject.ts";
import { createTestTools } from "./test-tools.ts";

/** A run without an agent: its llm and its tools are real, its model answers from a script, its events are kept. */
export interface TestRun {
  readonly context: StepContext;
  readonly events: readonly RunEventInput[];
  /** Keys of the resources that were asked for. */
  readonly used: ReadonlySet<string>;
}

export function startTestRun({ replies = [], tools = [] }: StepCase, signal: AbortSignal): TestRun {
  const events: RunEventInput[] = [];
  const used = new Set<string>();
  const base = {
    scope: createScope({ tenantId: "local", userId: "ada", agentId: "contract" }),
    signal,
    emit: (event: RunEventInput) => void events.push(event),
    logger: silentLogger,
  };
  const llm = createLlmResource({
    registry: createProviderRegistry(),
    model: new ScriptedChatModel(replies, { direct: true }),
    env: {},
  });
  const storage = createInMemoryStorage();
  const resources: Readonly<Record<string, () => unknown>> = {
    llm: () => llm.bind({ ...base, runId: "run", retryBudget: createRetryBudget(0) }),
    tools: () => createTestTools(tools, signal),
    storage: () => bindStorage(storage, base),
  };
  const resource = (key: string) => {
    used.add(key);
    return resources[key]?.();
  };
  const { scope, emit } = base;
  const invokeOptions = { scope, signal, emit, parentRunId: "run" };
  const run = { ...base, id: "run", limits: { maxIterations: 5 }, invokeOptions, resource } as StepRun;
  return { context: { signal, run }, events, used };
}
