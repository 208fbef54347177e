import type { BaseMessage, BaseMessageLike } from "@langchain/core/messages";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { isPergolaError, toErrorData } from "@pergola/core";
import { RUN_KEY, type Step } from "@pergola/core-steps";
import { builderErrors } from "../errors.ts";
import type { RunContext } from "../run/run-context.ts";
import { StepRunHandle } from "../run/step-run-handle.ts";
import { type CheckedUpdate, checkUpdate } from "./check-update.ts";
import type { LangChainMessages } from "./langchain-messages.ts";
import type { PlannedStep } from "./plan.ts";

export type GraphState = Readonly<Record<string, unknown>>;
export type GraphNodeFunction = (
  state: GraphState,
  config: LangGraphRunnableConfig,
) => Promise<CheckedUpdate>;

export interface StepNodeOptions {
  readonly planned: PlannedStep;
  readonly step: Step;
  readonly stateKeys: ReadonlySet<string> | undefined;
  readonly classes: LangChainMessages;
  /** Makes a run for a graph that is invoked without an agent's. */
  readonly detachedRun: (signal?: AbortSignal) => RunContext;
}

/** Turns a step into a graph node: gives it its run, tells of its start and end, and checks what it returns. */
export function stepNode(options: StepNodeOptions): GraphNodeFunction {
  const { nodeName, kind } = options.planned;
  return async (state, config) => {
    const run =
      (config.configurable?.[RUN_KEY] as RunContext | undefined) ?? options.detachedRun(config.signal);
    const { journal, services } = run;
    const startedAt = services.clock.monotonic();
    journal.emit({ type: "step-started", step: nodeName, kind });
    try {
      const update = await runStep(options, run, state, config);
      const latencyMs = services.clock.monotonic() - startedAt;
      journal.emit({ type: "step-finished", step: nodeName, kind, latencyMs });
      return update;
    } catch (thrown) {
      const failure = toStepError(nodeName, thrown, run.signal);
      const latencyMs = services.clock.monotonic() - startedAt;
      journal.emit({ type: "step-finished", step: nodeName, kind, latencyMs, error: toErrorData(failure) });
      throw failure;
    }
  };
}

async function runStep(
  options: StepNodeOptions,
  run: RunContext,
  state: GraphState,
  config: LangGraphRunnableConfig,
) {
  const { planned, step, stateKeys, classes } = options;
  const handle = new StepRunHandle(run, planned.nodeName, config);
  const result: unknown = await step(state as Record<string, unknown>, {
    ...config,
    signal: run.signal,
    run: handle,
  });
  const update = checkUpdate(planned.nodeName, result, state, stateKeys);
  if (update?.messages === undefined) return update;
  const messages = toMessages(update.messages, classes);
  run.transcript.add(messages);
  return { ...update, messages };
}

function toMessages(value: unknown, classes: LangChainMessages): BaseMessage[] {
  const list = (Array.isArray(value) && !isTuple(value) ? value : [value]) as BaseMessageLike[];
  return list.map((message) => classes.coerceMessageLikeToMessage(message));
}

/** LangChain also takes `["user", "text"]` for a message. */
function isTuple(value: readonly unknown[]): boolean {
  return value.length === 2 && typeof value[0] === "string" && typeof value[1] === "string";
}

function toStepError(step: string, thrown: unknown, signal: AbortSignal): unknown {
  if (isPergolaError(thrown) || signal.aborted || isGraphSignal(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return builderErrors.create("STEP_FAILED", {
    message: `The step "${step}" failed: ${message}`,
    hint: "The cause has what was thrown, with its stack.",
    details: { step },
    cause: thrown,
  });
}

/** LangGraph's own control flow (interrupts, parent commands) passes through. */
function isGraphSignal(thrown: unknown): boolean {
  return (
    typeof thrown === "object" && thrown !== null && "is_bubble_up" in thrown && thrown.is_bubble_up === true
  );
}
