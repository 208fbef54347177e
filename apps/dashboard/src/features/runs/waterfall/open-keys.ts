import { type LoggedEvent, numberOf, textOf } from "./logged-event.ts";
import type { SpanKind } from "./span.ts";

/** Under which keys of a run something is looked up while it is open. A unit separator stands in no name. */
const key = (...parts: readonly unknown[]) => parts.join("\u001f");

/** One step: its name, and its label if several of that name run at once. */
export const stepKey = (runId: string, step: string, label?: string) => key(runId, "step", step, label ?? "");
/** All steps of that name. */
export const stepsKey = (runId: string, step: string) => key(runId, "steps", step);
/** The stages of a staged step. */
export const stagesKey = (runId: string, step: string, label?: string) =>
  key(runId, "stages", step, label ?? "");
/** A model or a tool call. */
export const callKey = (runId: string, kind: "model" | "tool", callId: string) => key(runId, kind, callId);
/** The model calls of a run. */
export const modelsKey = (runId: string) => key(runId, "models");

/** The key by which the end of something is matched to its beginning. */
export function pairKey(kind: SpanKind, event: LoggedEvent): string {
  const { runId } = event;
  const step = textOf(event, "step") ?? "";
  const label = textOf(event, "label");
  if (kind === "stage")
    return key(runId, "stage", step, label ?? "", textOf(event, "stage"), numberOf(event, "iteration"));
  if (kind === "model" || kind === "tool") return callKey(runId, kind, textOf(event, "callId") ?? "");
  return stepKey(runId, step, label);
}

/** All keys of a span, from the event that began it. */
export function openKeys(kind: SpanKind, started: LoggedEvent): readonly string[] {
  const { runId } = started;
  const step = textOf(started, "step") ?? "";
  switch (kind) {
    case "run":
    case "resource":
      return [];
    case "stage":
      return [pairKey(kind, started), stagesKey(runId, step, textOf(started, "label"))];
    case "step":
      return [pairKey(kind, started), stepsKey(runId, step)];
    case "model":
      return [pairKey(kind, started), modelsKey(runId)];
    case "tool":
      return [pairKey(kind, started)];
    default:
      return kind satisfies never;
  }
}
