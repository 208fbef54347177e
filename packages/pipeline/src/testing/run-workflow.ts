import { HumanMessage } from "@langchain/core/messages";
import type { EmitRunEvent } from "@pergola/core";
import { createStepWrites, type StepChain } from "@pergola/core-steps";
import { finishRun } from "../run/finish-run.ts";
import type { Host } from "../run/host.ts";
import { BEGINNING } from "../run/position.ts";
import { StagedCall } from "../run/staged-call.ts";
import { StagedRun } from "../run/staged-run.ts";
import { compileWorkflow, type WorkflowStep } from "../workflow/compile-workflow.ts";
import { checkWorkflow, type Workflow } from "../workflow/workflow.ts";
import type { WorkflowRunOptions, WorkflowRunResult } from "./run-options.ts";
import { runRegistered } from "./run-registered.ts";
import { type StartedRun, startRun } from "./start-run.ts";

/**
 * Runs a workflow by itself: the steps, their order and the tools are real, the model answers from a script. Each step is
 * tried once: `retry` and `timeoutMs` are the agent's.
 *
 * @throws WORKFLOW_INVALID; the signal's reason. What fails in the workflow is in the result.
 */
export async function runWorkflow(
  workflow: Workflow,
  options: WorkflowRunOptions = {},
): Promise<WorkflowRunResult> {
  checkWorkflow(workflow);
  const program = compileWorkflow(workflow);
  const started = startRun(options);
  const { context, events } = started;
  const chains = program.steps.map((step) => chainOf(step, started));
  const host: Host = { program, chains, context, name: "workflow", isKept: options.isKept === true };
  const run = new StagedRun(host, BEGINNING, { messages: [new HumanMessage(options.message ?? "")] });
  const owned = [...new Set(program.steps.flatMap(({ staged }) => staged ?? []))];
  for (const step of owned) await step.initialize?.({ signal: context.run.signal });
  try {
    for (let unit = await run.next(); unit.kind !== "end"; unit = await run.next()) await run.perform(unit);
    const error = await errorOf(() => finishRun(host, run.position));
    const { response, failure, iteration: iterations, scratch } = run.position;
    const streamed = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
    return { response, error, failure, iterations, results: { ...scratch }, streamed, events };
  } finally {
    for (const step of owned.toReversed()) await step.close?.();
  }
}

async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A step without the events and policies that an agent gives it. */
function chainOf(
  { name, staged, registered }: WorkflowStep,
  { context, contextWith }: StartedRun,
): StepChain {
  return async (state, given, { aside } = {}) => {
    if (staged !== undefined) await StagedCall.of(state).attempt({ name, step: staged }, given);
    if (registered === undefined) return createStepWrites([], state);
    const emit: EmitRunEvent = (event) => {
      if (event.type !== "text-delta") return context.run.emit(event);
      if (aside?.streamText === false) return;
      aside?.onText?.(event.callId, event.text);
      return context.run.emit(event);
    };
    return runRegistered(registered, state, contextWith(emit));
  };
}
