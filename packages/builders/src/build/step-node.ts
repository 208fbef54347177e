import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { StateDefinition } from "@pergola/config";
import { errorMessage, isPergolaError, toErrorData } from "@pergola/core";
import type { Step } from "@pergola/core-steps";
import { toMessages } from "../conversation/to-messages.ts";
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
  readonly stateSchema: StateDefinition;
  readonly classes: LangChainMessages;
  /** The run that the graph is called in. */
  readonly runOf: (config: LangGraphRunnableConfig) => RunContext;
}

/** Turns a step into a graph node: gives it its run, tells of its start and end, and checks what it returns. */
export function stepNode(options: StepNodeOptions): GraphNodeFunction {
  const { nodeName, kind } = options.planned;
  return async (state, config) => {
    const run = options.runOf(config);
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
  const { planned, step, stateSchema, classes } = options;
  const handle = new StepRunHandle(run, planned.nodeName, config);
  const result: unknown = await step(state as Record<string, unknown>, {
    ...config,
    signal: run.signal,
    run: handle,
  });
  const update = checkUpdate(planned.nodeName, result, state, stateSchema);
  if (update?.messages === undefined) return update;
  const messages = toMessages(update.messages, classes);
  run.transcript.add(messages);
  return { ...update, messages };
}

function toStepError(step: string, thrown: unknown, signal: AbortSignal): unknown {
  if (isPergolaError(thrown) || signal.aborted || isGraphSignal(thrown)) return thrown;
  return builderErrors.create("STEP_FAILED", {
    message: `The step "${step}" failed: ${errorMessage(thrown)}`,
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
