import { toErrorData } from "@pergola/core";
import { placeOf } from "../run/event-place.ts";
import type { RunContext } from "../run/run-context.ts";
import { withStepCache } from "./cached-step.ts";
import { checkChanges, type StepChanges } from "./check-changes.ts";
import { giveWay } from "./give-way.ts";
import type { MadeStep } from "./made-step.ts";
import type { StepCall } from "./step-call.ts";
import { stepContext } from "./step-context.ts";
import { isInterrupt, toStepError } from "./step-error.ts";
import { retryStep } from "./step-retry.ts";
import { withStepTimeout } from "./step-timeout.ts";

/** Runs a step with its events, its retries, its timeout and its cache, and checks what it returns. */
export async function runStep(made: MadeStep, call: StepCall): Promise<StepChanges> {
  const { nodeName: step, kind, common } = made.planned;
  const { journal, services, signal } = call.run;
  const nextTurn = giveWay();
  if (nextTurn !== undefined) {
    await nextTurn;
    signal.throwIfAborted();
  }
  const named = { ...placeOf(call.run, step), kind };
  const startedAt = services.clock.monotonic();
  const started = { type: "step-started", ...named } as const;
  journal.emit(started);
  try {
    const isPlain = common.retry === undefined && common.timeoutMs === undefined && made.cache === undefined;
    const changes = await (isPlain ? attempt(made, call) : withPolicies(made, call));
    journal.emit({ type: "step-finished", ...named, latencyMs: services.clock.monotonic() - startedAt });
    return changes;
  } catch (thrown) {
    // A step that waits for an answer is still open, and begins again with it.
    if (isInterrupt(thrown)) {
      journal.waits(started);
      throw thrown;
    }
    const failure = toStepError(step, thrown, signal);
    const latencyMs = services.clock.monotonic() - startedAt;
    journal.emit({ type: "step-finished", ...named, latencyMs, error: toErrorData(failure) });
    throw failure;
  }
}

function withPolicies(made: MadeStep, call: StepCall): Promise<StepChanges> {
  const { nodeName, common } = made.planned;
  const once = (run: RunContext) => attempt(made, { ...call, run });
  const retried = () => retryStep(nodeName, common.retry, call.run, once);
  return made.cache === undefined ? retried() : withStepCache(made.cache, call, made.engine.classes, retried);
}

/** What an attempt that was left behind returns is looked at by nobody. */
async function attempt({ planned, engine, step }: MadeStep, call: StepCall): Promise<StepChanges> {
  const { nodeName, common } = planned;
  const { run, config, state } = call;
  // Its own copy, so that a step may write to it and return it.
  const given = { ...state };
  const result: unknown = await withStepTimeout(
    nodeName,
    { timeoutMs: common.timeoutMs },
    run,
    async (inner) => step?.(given, stepContext(inner, nodeName, config)),
  );
  return checkChanges(result, { step: nodeName, given, state, engine, run });
}
