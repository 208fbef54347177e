import { createScope, DEFAULT_USER, hasSession, LOCAL_TENANT, type Scope } from "@pergola/core";
import type { Release } from "@pergola/resources";
import type { AgentParts } from "../agent/agent-parts.ts";
import { builderErrors } from "../errors.ts";
import type { CallOptions } from "../run/call-options.ts";
import { ChatTurn } from "../run/chat-turn.ts";
import { createKeeper, createRun } from "../run/create-run.ts";
import type { PreparedRun } from "../run/prepared-run.ts";
import { runCancelled } from "../run/run-signal.ts";
import { resumeInput } from "./resume-input.ts";
import { type RunKeeper, runNotSuspended } from "./run-keeper.ts";
import { endedRecord, type KeptCall } from "./run-record.ts";

/** What becomes of a suspended run: it goes on with an answer, or it is ended. */
export type Answer = { readonly value: unknown } | "cancel";

/** A suspended run, ready to go on. @throws INTERRUPT_NEEDS_CHECKPOINTER, INVALID_SCOPE */
export function prepareResume(
  parts: AgentParts,
  runId: string,
  { answer, call }: { readonly answer: Answer; readonly call: CallOptions },
): PreparedRun {
  const { tenantId = LOCAL_TENANT, userId = DEFAULT_USER, sessionId } = call;
  const scope = createScope({ tenantId, userId, agentId: parts.definition.name, sessionId });
  const keeper = createKeeper(parts, scope, runId);
  if (keeper === undefined) throw needsCheckpointer(parts.definition.name);
  const leaving = new AbortController();
  const signal = call.signal === undefined ? leaving.signal : AbortSignal.any([call.signal, leaving.signal]);
  const options = { parts, scope, runId, keeper, answer, call: { ...call, signal } };
  return {
    abort: (reason) => leaving.abort(reason),
    async execute(onEvent) {
      const release = await holdRun(options, signal);
      let run: PreparedRun;
      try {
        run = await restoredRun(options, release);
      } catch (error) {
        release();
        throw error;
      }
      return run.execute(onEvent).finally(release);
    },
  };
}

interface ResumeOptions {
  readonly parts: AgentParts;
  readonly scope: Scope;
  readonly runId: string;
  readonly keeper: RunKeeper;
  readonly answer: Answer;
  readonly call: CallOptions;
}

/** One answer at a time: a second one must not wait, and then land on the next question. */
async function holdRun(
  { parts, scope, runId, keeper }: ResumeOptions,
  signal: AbortSignal,
): Promise<Release> {
  if (!keeper.hold()) throw runNotSuspended(runId);
  const isLocked = parts.memory.isEnabled && hasSession(scope);
  try {
    const unlock = isLocked ? await parts.memory.store.lock(scope, { signal }) : undefined;
    return () => {
      keeper.release();
      unlock?.();
    };
  } catch (error) {
    keeper.release();
    throw error;
  }
}

async function restoredRun(options: ResumeOptions, held: Release): Promise<PreparedRun> {
  const { parts, scope, runId, keeper, answer, call } = options;
  const record = await keeper.load();
  const isCancelled = answer === "cancel";
  const resumed = isCancelled ? endedRecord(record) : record;
  const turn = resumed.isTurn ? await suspendedTurn(options, held) : undefined;
  const input = isCancelled ? null : await resumeInput(runId, resumed.interrupts, answer.value);
  const run = createRun(parts, {
    scope,
    runId,
    call: { ...call, ...keptOptions(resumed.call, call) },
    turn,
    given: [],
    resumed,
    keeper,
    input: () => input,
  });
  if (isCancelled) run.abort(runCancelled("The run was ended while it was suspended."));
  return run;
}

/** What the call does not say itself; what is undefined counts as not said. */
function keptOptions(kept: KeptCall, call: CallOptions): KeptCall {
  const isUnsaid = ([name]: [string, unknown]) => call[name as keyof KeptCall] === undefined;
  return Object.fromEntries(Object.entries(kept).filter(isUnsaid));
}

/**
 * The turn, if its conversation still waits for it: a run that has ended is never run again, even if the saver could not
 * forget it.
 *
 * @throws RUN_NOT_SUSPENDED
 */
async function suspendedTurn({ parts, scope, runId, keeper, answer }: ResumeOptions, held: Release) {
  if (!parts.memory.isEnabled || !hasSession(scope)) throw runNotSuspended(runId);
  const { store } = parts.memory;
  const log = await store.events(scope, runId);
  if (log?.at(-1)?.type === "run-suspended") return new ChatTurn({ store, scope, runId, held });
  // A turn that the store has never heard of may be another store's; one that is to be cancelled is over anyway.
  if (log !== undefined || answer === "cancel") await keeper.forget();
  throw runNotSuspended(runId);
}

function needsCheckpointer(agent: string) {
  return builderErrors.create("INTERRUPT_NEEDS_CHECKPOINTER", {
    message: `The agent "${agent}" has no checkpointer, so none of its runs can have been suspended.`,
    hint: "Build it with withCheckpointer(saver), the same saver that kept the run.",
    details: { agent },
  });
}
