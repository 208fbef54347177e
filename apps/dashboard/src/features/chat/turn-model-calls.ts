import type { RunEvent } from "@pergola/core";
import { stateAfter } from "../../run/state-after.ts";
import type { ModelCall, Turn } from "./turn.ts";

export function startModel(turn: Turn, event: RunEvent<"model-started">): Turn {
  const { callId, step, model, request, at } = event;
  const call: ModelCall = { callId, step, model, request, state: "running", startedAt: at };
  return { ...turn, modelCalls: [...turn.modelCalls, call] };
}

export function retryModel(turn: Turn, event: RunEvent<"model-retried">): Turn {
  return updateOpen(turn, event.callId, { retries: event.attempt, retriedFor: event.error });
}

/** The call goes on with the next model of its list. */
export function fallBack(turn: Turn, { callId, from, to, request }: RunEvent<"model-fell-back">): Turn {
  const call = turn.modelCalls.findLast((each) => each.callId === callId && each.state === "running");
  return updateOpen(turn, callId, { model: to, request, insteadOf: [...(call?.insteadOf ?? []), from] });
}

export function finishModel(turn: Turn, event: RunEvent<"model-finished">): Turn {
  const state = stateAfter(event.error);
  const { latencyMs, usage, finishReason, error } = event;
  return updateOpen(turn, event.callId, { state, latencyMs, usage, finishReason, error });
}

function updateOpen(turn: Turn, callId: string, change: Partial<ModelCall>): Turn {
  const index = turn.modelCalls.findLastIndex((call) => call.callId === callId && call.state === "running");
  const call = turn.modelCalls[index];
  return call ? { ...turn, modelCalls: turn.modelCalls.with(index, { ...call, ...change }) } : turn;
}
