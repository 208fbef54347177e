import { formatDuration } from "../../../ui/format-duration.ts";
import { parentOfCall } from "./find-parent.ts";
import { errorOf, fieldOf, type LoggedEvent, numberOf, textOf } from "./logged-event.ts";
import { callKey, modelsKey } from "./open-keys.ts";
import { MAX_NOTES, type Mark } from "./span.ts";
import type { WaterfallDraft } from "./waterfall-draft.ts";

/** Keeps an event with the span that it is about, and marks the span if it says something about how the work went. */
export function reduceMark(draft: WaterfallDraft, event: LoggedEvent): void {
  const id = ownerOf(draft, event);
  draft.note(id, event);
  const span = draft.span(id);
  const mark = markOf(event);
  if (span === undefined || mark === undefined || span.marks.length >= MAX_NOTES) return;
  draft.change(span.id, { marks: [...span.marks, mark], ...changed(event) });
}

/** The call that it names, else the step, else the run. A breaker names none: the newest model call made it change. */
function ownerOf(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { runId, type } = event;
  const callId = textOf(event, "callId");
  if (type === "breaker-changed") return draft.opened(modelsKey(runId)).at(-1) ?? draft.runSpan(runId);
  if (callId !== undefined) {
    const calls = (["model", "tool"] as const).flatMap((kind) => draft.opened(callKey(runId, kind, callId)));
    if (calls[0] !== undefined) return calls[0];
  }
  return parentOfCall(draft, event);
}

/** After a fallback the call is one of another model. */
function changed(event: LoggedEvent): { readonly name?: string } {
  const to = textOf(event, "to");
  return event.type === "model-fell-back" && to !== undefined ? { name: to } : {};
}

function markOf(event: LoggedEvent): Mark | undefined {
  const { at } = event;
  const error = errorOf(event);
  const note = { kind: "note", tone: "neutral", at } as const;
  switch (event.type) {
    case "model-retried":
    case "step-retried":
      return { kind: "retry", tone: "warn", at, text: retryText(event), error };
    case "model-fell-back":
      return { kind: "fallback", tone: "warn", at, text: fallbackText(event), error };
    case "breaker-changed":
      return { kind: "breaker", tone: breakerTone(event), at, text: breakerText(event) };
    case "step-cached":
      return { ...note, text: "Not run: the result for the same state was used again" };
    case "run-suspended":
      return { ...note, text: "Suspended: it waits for an answer" };
    case "run-resumed":
      return { ...note, text: "Goes on" };
    case "plan-made":
      return { ...note, text: planText(event) };
    case "log-truncated":
      return {
        ...note,
        tone: "warn",
        text: `${numberOf(event, "omitted") ?? "Some"} events are not in the log`,
      };
    default:
      return event.type.startsWith("budget-")
        ? { ...note, tone: "warn", text: event.type.replaceAll("-", " ") }
        : undefined;
  }
}

function retryText(event: LoggedEvent): string {
  const delayMs = numberOf(event, "delayMs");
  const wait = delayMs === undefined ? "" : ` after ${formatDuration(delayMs)}`;
  return `Retry ${numberOf(event, "attempt") ?? ""}${wait}: ${errorOf(event)?.code ?? "it failed"}`;
}

function fallbackText(event: LoggedEvent): string {
  return `${textOf(event, "from")} did not answer (${errorOf(event)?.code}); ${textOf(event, "to")} is asked instead`;
}

function breakerText(event: LoggedEvent): string {
  const name = textOf(event, "name") ?? textOf(event, "resource") ?? "A service";
  const state = textOf(event, "state");
  if (state === "closed") return `${name} works again`;
  if (state === "half-open") return `${name} is tried again`;
  return `${name} failed ${numberOf(event, "failures") ?? "several"} times in a row and is left alone`;
}

function breakerTone(event: LoggedEvent): Mark["tone"] {
  const state = textOf(event, "state");
  return state === "closed" ? "ok" : state === "half-open" ? "warn" : "error";
}

function planText(event: LoggedEvent): string {
  const tasks = fieldOf(event, "tasks");
  return `A plan of ${Array.isArray(tasks) ? tasks.length : "some"} tasks`;
}
