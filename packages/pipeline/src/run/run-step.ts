import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { throwIfAborted } from "@pergola/core";
import { getRun, type StepWrite } from "@pergola/core-steps";
import type { WorkflowStep } from "../workflow/compile-workflow.ts";
import { assertJson } from "./assert-json.ts";
import { draftOf, storeResult } from "./draft.ts";
import type { Host, HostState } from "./host.ts";
import type { Position } from "./position.ts";
import { StagedCall } from "./staged-call.ts";

export interface RanStep extends HostState {
  readonly position: Position;
}

/** A step that failed, and how often it was tried. */
export class FailedStep {
  readonly thrown: unknown;
  readonly attempts: number;

  constructor(thrown: unknown, attempts: number) {
    this.thrown = thrown;
    this.attempts = Math.max(1, attempts);
  }
}

/** Runs the step of that number. @throws FailedStep */
export async function runStep(
  host: Host,
  index: number,
  position: Position,
  before: HostState,
): Promise<RanStep> {
  const step = host.program.steps[index] as WorkflowStep;
  const call = new StagedCall(host, before.state, position);
  try {
    return await (step.staged === undefined
      ? runRegistered(host, index, position, before)
      : runStaged(host, index, call, before));
  } catch (thrown) {
    throw new FailedStep(thrown, call.attempts);
  }
}

async function runStaged(host: Host, index: number, call: StagedCall, before: HostState): Promise<RanStep> {
  await chainOf(host, index)(call.state, host.context, { aside: asideOf(call.position) });
  return { ...before, position: call.position };
}

/** A step of a registered type sees what is stored as if it stood in the state; its messages are no part of the conversation. */
async function runRegistered(
  host: Host,
  index: number,
  position: Position,
  before: HostState,
): Promise<RanStep> {
  const { name } = host.program.steps[index] as WorkflowStep;
  const given = { ...position.scratch, ...before.state };
  const streamed = new Map<string, string>();
  const onText = (callId: string, text: string) =>
    void streamed.set(callId, (streamed.get(callId) ?? "") + text);
  const ran = await chainOf(host, index)(given, host.context, { aside: { ...asideOf(position), onText } });
  throwIfAborted(getRun(host.context).signal);
  const kept = ran.entries.filter(([key]) => key !== "messages");
  const draft = draftOf(position);
  draft.streamed.push(...streamed.values());
  const value = answerOf(ran.entries);
  if (value !== undefined) {
    if (host.isKept) assertJson(name, value);
    storeResult(draft, name, value);
  }
  if (typeof value === "string") {
    draft.lastText = value;
    if (draft.stage === "deliver") draft.response ??= value;
  }
  const changed = Object.fromEntries(kept.map(([key]) => [key, ran.state?.[key]]));
  return { position: draft, state: { ...before.state, ...changed }, writes: [...before.writes, ...kept] };
}

/** What it wrote under a key of its own, else the text of its last message. */
function answerOf(entries: readonly StepWrite[]): unknown {
  const own = entries.findLast(([key]) => key !== "messages");
  if (own !== undefined) return own[1];
  const messages = entries
    .filter(([key]) => key === "messages")
    .flatMap(([, value]) => value as BaseMessage[]);
  return messages.findLast((message): message is AIMessage => message.getType() === "ai")?.text;
}

const asideOf = ({ stage }: Position) => ({ streamText: stage === "deliver" });

function chainOf(host: Host, index: number) {
  const chain = host.chains[index];
  if (chain === undefined) throw new Error(`The workflow has no step ${index}.`);
  return chain;
}
