import type { RunEvent } from "@pergola/core";
import { stateAfter } from "../../run/state-after.ts";
import type { Turn, TurnPart } from "./turn.ts";

type PartOf<Kind extends TurnPart["kind"]> = Extract<TurnPart, { kind: Kind }>;

/**
 * Adds text to the last part if it is of the same kind and call, else begins a new part. What a run inside says is no answer
 * of this one, which says itself what it makes its own: it is shown as what is thought.
 */
export function addDelta(turn: Turn, event: RunEvent<"text-delta" | "reasoning-delta">): Turn {
  if (event.text === "") return turn;
  const kind = event.type === "text-delta" && event.parentRunId === undefined ? "text" : "reasoning";
  const last = turn.parts.at(-1);
  if (last?.kind === kind && last.callId === event.callId) {
    return withParts(turn, [...turn.parts.slice(0, -1), { ...last, text: last.text + event.text }]);
  }
  const { callId, text } = event;
  return withParts(turn, [...turn.parts, { kind, id: nextId(turn, kind), callId, text }]);
}

export function startStep(turn: Turn, event: RunEvent<"step-started">): Turn {
  const part: TurnPart = {
    kind: "step",
    id: nextId(turn, "step"),
    step: event.step,
    stepKind: event.kind,
    state: "running",
    startedAt: event.at,
  };
  return withParts(turn, [...turn.parts, part]);
}

export function finishStep(turn: Turn, event: RunEvent<"step-finished">): Turn {
  const isIt = (part: PartOf<"step">) => part.step === event.step && part.state === "running";
  return updateLast(turn, "step", isIt, (part) => ({ ...part, ...ended(event) }));
}

export function startTool(turn: Turn, event: RunEvent<"tool-started">): Turn {
  const part: TurnPart = {
    kind: "tool",
    id: nextId(turn, "tool"),
    callId: event.callId,
    ...(event.step !== undefined && { step: event.step }),
    tool: event.tool,
    arguments: event.arguments,
    state: "running",
    startedAt: event.at,
  };
  return withParts(turn, [...turn.parts, part]);
}

export function finishTool(turn: Turn, event: RunEvent<"tool-finished">): Turn {
  const isIt = (part: PartOf<"tool">) => part.callId === event.callId && part.state === "running";
  const result = event.result === undefined ? {} : { result: event.result };
  return updateLast(turn, "tool", isIt, (part) => ({ ...part, ...ended(event), ...result }));
}

/** When a turn ends, nothing in it runs any more, whatever the log says. */
export function stopOpenParts(turn: Turn): Pick<Turn, "parts" | "modelCalls"> {
  return { parts: turn.parts.map(stopped), modelCalls: turn.modelCalls.map(stopped) };
}

function stopped<Part extends object>(part: Part): Part {
  return "state" in part && part.state === "running" ? { ...part, state: "stopped" } : part;
}

function ended(event: RunEvent<"step-finished" | "tool-finished">) {
  const state = stateAfter(event.error);
  return { state, latencyMs: event.latencyMs, ...(state === "failed" && { error: event.error }) };
}

function updateLast<Kind extends TurnPart["kind"]>(
  turn: Turn,
  kind: Kind,
  isIt: (part: PartOf<Kind>) => boolean,
  change: (part: PartOf<Kind>) => TurnPart,
): Turn {
  const matches = (part: TurnPart): part is PartOf<Kind> => part.kind === kind && isIt(part as PartOf<Kind>);
  const index = turn.parts.findLastIndex(matches);
  const part = turn.parts[index];
  return part && matches(part) ? withParts(turn, turn.parts.with(index, change(part))) : turn;
}

/** Counted by kind, so that a part has the same id live and stored (the store keeps no reasoning). */
function nextId(turn: Turn, kind: TurnPart["kind"]): string {
  const last = turn.parts.findLast((part) => part.kind === kind);
  return `${kind}:${last === undefined ? 0 : Number(last.id.slice(kind.length + 1)) + 1}`;
}

function withParts(turn: Turn, parts: readonly TurnPart[]): Turn {
  return { ...turn, parts };
}
