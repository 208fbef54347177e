import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import { isGraphSignal, throwIfAborted } from "@pergola/core";
import { getRun, type StepBookmark, type StepChain, type StepWrite } from "@pergola/core-steps";
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
    this.attempts = attempts;
  }
}

/** Runs the step of that number, or what is left of it since it has asked something. @throws FailedStep */
export async function runStep(
  host: Host,
  index: number,
  position: Position,
  before: HostState,
): Promise<RanStep> {
  const step = host.program.steps[index] as WorkflowStep;
  const isKept = host.isKept && step.staged === undefined;
  const bookmark: StepBookmark = { attempts: 1, at: position.bookmark, isKept };
  const call: Call = { host, name: step.name, chain: chainOf(host, index), position, before, bookmark };
  try {
    const ran = await (step.staged === undefined ? runRegistered(call) : runStaged(call));
    return { ...ran, position: { ...ran.position, at: position.at + 1, bookmark: undefined } };
  } catch (thrown) {
    // What it has done is kept first. Then it begins again there, and asks.
    if (isGraphSignal(thrown) && bookmark.at !== position.bookmark)
      return { ...before, position: { ...position, bookmark: bookmark.at } };
    throw new FailedStep(thrown, bookmark.attempts);
  }
}

interface Call {
  readonly host: Host;
  readonly name: string;
  readonly chain: StepChain;
  readonly position: Position;
  readonly before: HostState;
  readonly bookmark: StepBookmark;
}

async function runStaged({ host, chain, position, before, bookmark }: Call): Promise<RanStep> {
  const call = new StagedCall(host, before.state, position);
  await chain(call.state, host.context, { aside: asideOf(position), bookmark });
  return { ...before, position: call.position };
}

/** A step of a registered type sees what is stored as if it stood in the state; its messages are no part of the conversation. */
async function runRegistered({ host, name, chain, position, before, bookmark }: Call): Promise<RanStep> {
  const given = { ...position.scratch, ...before.state };
  const streamed = new Map<string, string>();
  const onText = (callId: string, text: string) =>
    void streamed.set(callId, (streamed.get(callId) ?? "") + text);
  const ran = await chain(given, host.context, { aside: { ...asideOf(position), onText }, bookmark });
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

function chainOf(host: Host, index: number): StepChain {
  const chain = host.chains[index];
  if (chain === undefined) throw new Error(`The workflow has no step ${index}.`);
  return chain;
}
