import type { ErrorData, RunEvent, RunEventPosition } from "@pergola/core";
import type { StoredMessage } from "@pergola/resources";
import type { StoredTurn } from "../../api/sessions.ts";
import { messageText } from "../../run/message-text.ts";
import { createTurn, type Turn, type TurnStatus } from "./turn.ts";
import { reduceTurn, type TurnAction } from "./turn-reducer.ts";

/** Rebuilds a stored turn through the reducer of live turns, so that both look the same. */
export function turnFromStored(stored: StoredTurn): Turn {
  const message = messageText(stored.messages.find((each) => each.role === "user")?.content ?? "");
  const start = createTurn({ key: stored.runId, message, startedAt: stored.startedAt });
  const turn = storedActions(stored).reduce(reduceTurn, { ...start, runId: stored.runId });
  return { ...turn, ...ending(turn, stored), log: realLog(turn, stored) };
}

/** The log is written before the terminal event: what that one says is taken from the turn and from what failed last. */
function ending(turn: Turn, { usage, startedAt, finishedAt, events, outcome }: StoredTurn): Partial<Turn> {
  const latencyMs = turn.latencyMs ?? (finishedAt === undefined ? undefined : finishedAt - startedAt);
  const error = turn.error ?? (outcome === "completed" ? undefined : lastError(events));
  return { ...(usage && { usage }), ...(latencyMs !== undefined && { latencyMs }), ...(error && { error }) };
}

/** Of a step if one failed, else of a model call. A tool's error goes to the model and ends nothing. */
function lastError(events: StoredTurn["events"]): ErrorData | undefined {
  const failed = (type: "step-finished" | "model-finished") =>
    events.findLast((event) => event.type === type && event.error !== undefined);
  const event = failed("step-finished") ?? failed("model-finished");
  return event && "error" in event ? event.error : undefined;
}

/**
 * The stored log has no deltas: the text comes from the messages. Each assistant message is put in where its model
 * call finished, or before the first tool call that it asked for, or at the end. Of more calls than messages the last
 * ones are meant: what the calls before said went to other steps, not to the user, and what runs inside say is theirs.
 */
function storedActions(stored: StoredTurn): TurnAction[] {
  const answers = stored.messages.filter((message) => message.role === "assistant");
  const log = stored.events.filter((event) => event.type !== "text-delta");
  const actions: TurnAction[] = [];
  let next = 0;
  const isOwn = (event: RunEvent) => event.runId === stored.runId;
  const isAnswer = (event: RunEvent) =>
    isOwn(event) && event.type === "model-finished" && event.error === undefined;
  const isEnd = (event: RunEvent) => isOwn(event) && event.type === "run-finished";
  let unheard = log.filter(isAnswer).length - answers.length;
  const placeUpTo = (end: number, at: RunEventPosition) => {
    for (; next < Math.min(end, answers.length); next++) actions.push(textOf(answers[next], next, at));
  };
  for (const event of log) {
    if (event.type === "tool-started") placeUpTo(indexOfCaller(answers, event.callId) + 1, event);
    if (isAnswer(event) && unheard-- <= 0) placeUpTo(next + 1, event);
    if (isEnd(event)) placeUpTo(answers.length, event);
    actions.push(event);
  }
  placeUpTo(answers.length, endOf(stored));
  if (!log.some(isEnd)) actions.push(statusOf(stored));
  return actions;
}

function indexOfCaller(answers: readonly StoredMessage[], callId: string): number {
  return answers.findIndex((answer) => answer.toolCalls?.some((call) => call.id === callId));
}

function textOf(answer: StoredMessage | undefined, index: number, near: RunEventPosition): RunEvent {
  const { runId, seq, at } = near;
  const callId = `stored-${index}`;
  return { type: "text-delta", runId, seq, at, callId, text: messageText(answer?.content ?? "") };
}

function endOf(stored: StoredTurn): RunEventPosition {
  const at = stored.finishedAt ?? stored.startedAt;
  return { runId: stored.runId, seq: stored.events.length, at };
}

function statusOf(stored: StoredTurn): TurnAction {
  return { type: "status-stored", status: stored.outcome ?? statusWithoutOutcome(stored.status) };
}

function statusWithoutOutcome(status: StoredTurn["status"]): TurnStatus {
  if (status === "pending") return "pending";
  return status === "suspended" ? "suspended" : "interrupted";
}

/** The log shows what is stored, not the text that was put in. */
function realLog(turn: Turn, stored: StoredTurn): Turn["log"] {
  const real = new Set(stored.events);
  return turn.log.filter((row) => real.has(row.event));
}
