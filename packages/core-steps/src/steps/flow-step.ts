import { abortReason, throwIfAborted } from "@pergola/core";
import { getRun, type StepRun } from "../step-run.ts";
import type { StepStrategy } from "../step-strategy.ts";
import { templateProblems } from "../templates/template-problems.ts";
import { flowProgress } from "./flow-progress.ts";
import { type AnyFlow, type FlowStepConfig, flowConfigSchema } from "./flow-step-config.ts";
import { keyProblems } from "./key-problems.ts";
import { compileInput } from "./step-input.ts";

/** Runs a flow inside the run: its signal, its tenant, its events. A flow that fails fails the step. */
export const flowStep: StepStrategy<FlowStepConfig> = {
  name: "flow",
  configSchema: flowConfigSchema,
  nodeName: (index) => `flow_step_${index}`,
  writes: ({ as }) => [as],
  validate: ({ input, as }, { stateKeys }) => [
    ...templateProblems("input", typeof input === "string" ? input : undefined, stateKeys),
    ...keyProblems("as", as, stateKeys),
  ],
  createStep({ flow, input = "{input}", as }) {
    const inputOf = compileInput(input);
    return async (state, context) => {
      const run = getRun(context);
      const value = await inputOf(state, context);
      throwIfAborted(run.signal);
      return { [as]: await callFlow(flow, value, run) };
    };
  },
};

/** One trace, which ends with the run. @throws the signal's reason; the flow's error */
async function callFlow(flow: AnyFlow, input: unknown, run: StepRun): Promise<unknown> {
  const { id: parentTraceId, signal, scope, emit } = run;
  const traceId = crypto.randomUUID();
  const unsubscribe = flow.on(flowProgress(traceId, emit));
  try {
    return await flow.call(input, { signal, traceId, parentTraceId, headers: { tenant: scope.tenantId } });
  } catch (error) {
    throw signal.aborted ? abortReason(signal) : error;
  } finally {
    unsubscribe();
  }
}
