import { type LoggedEvent, numberOf, textOf } from "./logged-event.ts";
import type { SpanKind } from "./span.ts";

/** Under which keys of a run something is looked up while it is open. A unit separator stands in no name. */
const key = (...parts: readonly unknown[]) => parts.join("\u001f");

/** One step: its name, and its label if several of that name run at once. */
export const stepKey = (runId: string, step: string, label?: string) => key(runId, "step", step, label ?? "");
/** All steps of that name. */
export const stepsKey = (runId: string, step: string) => key(runId, "steps", step);
/** The stages of a staged step. */
export const stagesKey = (runId: string, step: string) => key(runId, "stages", step);
/** A model or a tool call. */
export const callKey = (runId: string, kind: "model" | "tool", callId: string) => key(runId, kind, callId);
/** The calls and child runs that are open in a span. */
export const insideKey = (id: number) => key("in", id);
/** The steps that call other agents, and the tools, which may. */
export const callersKey = (runId: string, kind: "agent" | "tool") => key(runId, "callers", kind);
/** All steps and tools. */
export const workKey = (runId: string) => key(runId, "work");
/** The model calls of a run. */
export const modelsKey = (runId: string) => key(runId, "models");

/** The key by which the end of something is matched to its beginning. */
export function pairKey(kind: SpanKind, event: LoggedEvent): string {
  const { runId } = event;
  const step = textOf(event, "step") ?? "";
  if (kind === "stage")
    return key(runId, "stage", step, textOf(event, "stage"), numberOf(event, "iteration"));
  if (kind === "model" || kind === "tool") return callKey(runId, kind, textOf(event, "callId") ?? "");
  return stepKey(runId, step, textOf(event, "label"));
}

/** All keys of a span, from the event that began it. */
export function openKeys(
  kind: SpanKind,
  started: LoggedEvent,
  parent: number | undefined,
): readonly string[] {
  const { runId } = started;
  const step = textOf(started, "step") ?? "";
  const inside = parent === undefined ? [] : [insideKey(parent)];
  switch (kind) {
    case "run":
      return inside;
    case "stage":
      return [pairKey(kind, started), stagesKey(runId, step)];
    case "step":
      return [
        pairKey(kind, started),
        stepsKey(runId, step),
        workKey(runId),
        ...(textOf(started, "kind") === "agent" ? [callersKey(runId, "agent")] : []),
      ];
    case "model":
      return [pairKey(kind, started), modelsKey(runId), ...inside];
    case "tool":
      return [pairKey(kind, started), callersKey(runId, "tool"), workKey(runId), ...inside];
    case "resource":
      return [];
    default:
      return kind satisfies never;
  }
}
