import { createScope, type EmitRunEvent, type RunEventInput, silentLogger } from "@pergola/core";
import { type StepContext, type StepRun, stepErrors, type ToolsHandle } from "@pergola/core-steps";
import { ScriptedChatModel } from "@pergola/core-steps/testing";
import { createLlmResource, createProviderRegistry, createRetryBudget } from "@pergola/resources";
import type { WorkflowRunOptions } from "./run-options.ts";
import { createTools } from "./test-tools.ts";

export interface StartedRun {
  readonly context: StepContext;
  /** The same for a part of the run, whose model says what it says to `emit`. */
  readonly contextWith: (emit: EmitRunEvent) => StepContext;
  readonly events: readonly RunEventInput[];
}

/** A run without an agent: its model answers from a script, its events are kept. */
export function startRun(options: WorkflowRunOptions): StartedRun {
  const { replies = [], resources = {}, maxIterations = 5 } = options;
  const signal = options.signal ?? new AbortController().signal;
  const events: RunEventInput[] = [];
  const base = {
    scope: scopeOf(options),
    signal,
    emit: (event: RunEventInput) => void events.push(event),
    logger: silentLogger,
    retryBudget: createRetryBudget(0),
  };
  const llm = createLlmResource({
    registry: createProviderRegistry(),
    model: new ScriptedChatModel(replies, { direct: true }),
    env: {},
  });
  const tools: ToolsHandle = createTools(options.tools ?? [], base);
  const contextWith = (emit: EmitRunEvent): StepContext => {
    const bound = { ...base, emit, runId: RUN_ID, step: "workflow" };
    const known = { llm: llm.bind(bound), tools, ...resources };
    const resource = (key: string): unknown => {
      if (Object.hasOwn(known, key)) return known[key as keyof typeof known];
      throw notFound(key, Object.keys(known));
    };
    const invokeOptions = { scope: base.scope, signal, emit, parentRunId: RUN_ID };
    const own = { ...base, emit, id: RUN_ID, depth: 0, limits: { maxIterations }, invokeOptions, resource };
    // Steps ask for what they know by key.
    return { signal, run: own as unknown as StepRun };
  };
  return { context: contextWith(base.emit), contextWith, events };
}

const RUN_ID = "run";

function scopeOf({ userId = "ada", sessionId }: WorkflowRunOptions) {
  const scope = { tenantId: "local", userId, agentId: "workflow" };
  return createScope(sessionId === undefined ? scope : { ...scope, sessionId });
}

const notFound = (key: string, keys: readonly string[]) =>
  stepErrors.create("RESOURCE_NOT_FOUND", {
    message: `There is no resource "${key}".`,
    hint: `Give it in \`resources\`. There are: ${keys.join(", ")}.`,
    details: { key },
  });
