import { stateAfter, type WorkState } from "../../../run/state-after.ts";
import { stepLabel } from "../../../run/step-label.ts";
import { parentOfCall, parentOfRun, parentOfStage, parentOfStep } from "./find-parent.ts";
import { errorOf, type LoggedEvent, numberOf, textOf, usageOf } from "./logged-event.ts";
import { openKeys, pairKey } from "./open-keys.ts";
import { reduceMark } from "./reduce-mark.ts";
import { MAX_TEXT_CHARS, type NewSpan, type SpanKind } from "./span.ts";
import type { WaterfallDraft } from "./waterfall-draft.ts";

type Handler = (draft: WaterfallDraft, event: LoggedEvent) => void;

const ignore: Handler = () => undefined;

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ["run-started", ignore],
  ["run-finished", endRun],
  ["stage-started", (draft, event) => begin(draft, newStage(draft, event))],
  ["stage-finished", (draft, event) => end(draft, event, "stage")],
  ["step-started", (draft, event) => begin(draft, newStep(draft, event))],
  ["step-finished", (draft, event) => end(draft, event, "step")],
  ["model-started", (draft, event) => begin(draft, newCall(draft, event, "model"))],
  ["model-finished", (draft, event) => end(draft, event, "model")],
  ["tool-started", (draft, event) => begin(draft, newCall(draft, event, "tool"))],
  ["tool-finished", (draft, event) => end(draft, event, "tool")],
  ["resource-used", addResource],
  ["text-delta", addText],
  ["reasoning-delta", ignore],
]);

/** Puts one event into the draft. Never throws: what is not known, or comes too late, is kept with its run. */
export function reduceEvent(draft: WaterfallDraft, event: LoggedEvent): void {
  ensureRun(draft, event);
  const handle = HANDLERS.get(event.type) ?? reduceMark;
  handle(draft, event);
}

/** The run of every event has a span, also when its beginning is not in the log. */
function ensureRun(draft: WaterfallDraft, event: LoggedEvent): void {
  const known = draft.runSpan(event.runId);
  const agentId = textOf(event, "agentId");
  if (known !== undefined) {
    if (event.type === "run-started") draft.change(known, { started: event, name: agentId ?? "run" });
    return;
  }
  const parent = parentOfRun(draft, event);
  const subject = parent === undefined ? "" : "agent";
  const id = draft.add({ kind: "run", name: agentId ?? "run", subject, parent, started: event });
  if (id === undefined) return;
  draft.setRunSpan(event.runId, id);
  draft.open(id, openKeys("run", event));
}

function newStep(draft: WaterfallDraft, event: LoggedEvent): NewSpan {
  const step = textOf(event, "step") ?? "step";
  const kind = textOf(event, "kind") ?? "";
  const label = textOf(event, "label");
  const own = stepLabel(step, kind);
  const name = label === undefined ? own : `${own} ${label}`;
  return {
    kind: "step",
    name,
    subject: isNamedAfter(own, kind) ? "" : kind,
    parent: parentOfStep(draft, event),
    started: event,
  };
}

/** `map`, or `map 2`: its type is said already. */
const isNamedAfter = (name: string, kind: string) => name === kind || name.startsWith(`${kind} `);

function newStage(draft: WaterfallDraft, event: LoggedEvent): NewSpan {
  const iteration = numberOf(event, "iteration") ?? 1;
  const subject = iteration > 1 ? `round ${iteration}` : "";
  const name = textOf(event, "stage") ?? "stage";
  return { kind: "stage", name, subject, parent: parentOfStage(draft, event), started: event };
}

function newCall(draft: WaterfallDraft, event: LoggedEvent, kind: "model" | "tool"): NewSpan {
  const name = textOf(event, kind) ?? kind;
  const subject = textOf(event, "purpose") ?? "";
  return { kind, name, subject, parent: parentOfCall(draft, event), started: event };
}

function begin(draft: WaterfallDraft, span: NewSpan): void {
  const id = draft.add(span);
  if (id !== undefined) draft.open(id, openKeys(span.kind, span.started));
}

/** Ends the oldest that is open under the event's name; an end without a beginning is kept with the run. */
function end(draft: WaterfallDraft, event: LoggedEvent, kind: SpanKind): void {
  const [id] = draft.opened(pairKey(kind, event));
  const span = draft.span(id);
  if (span === undefined) {
    draft.note(draft.runSpan(event.runId), event);
    return;
  }
  draft.close(span.id, openKeys(kind, span.started));
  draft.change(span.id, { ...ending(event, span.startedAt), state: stateAfter(errorOf(event)) });
}

function endRun(draft: WaterfallDraft, event: LoggedEvent): void {
  const span = draft.span(draft.runSpan(event.runId));
  if (span === undefined) return;
  const outcome = textOf(event, "outcome") ?? "completed";
  draft.close(span.id, openKeys("run", span.started));
  draft.change(span.id, { ...ending(event, span.startedAt), outcome, state: stateOf(outcome) });
}

function ending(event: LoggedEvent, startedAt: number) {
  const latencyMs = numberOf(event, "latencyMs");
  return {
    finished: event,
    endedAt: Math.max(event.at, startedAt),
    ...(latencyMs !== undefined && { latencyMs }),
    usage: usageOf(event),
    error: errorOf(event),
  };
}

function stateOf(outcome: string): WorkState {
  if (outcome === "completed") return "done";
  return outcome === "cancelled" ? "stopped" : "failed";
}

/** It is told once it is over. */
function addResource(draft: WaterfallDraft, event: LoggedEvent): void {
  const latencyMs = numberOf(event, "latencyMs") ?? 0;
  const startedAt = event.at - latencyMs;
  const name = textOf(event, "resource") ?? "resource";
  const subject = textOf(event, "operation") ?? "";
  const parent = parentOfCall(draft, event);
  const id = draft.add({ kind: "resource", name, subject, parent, started: event, startedAt });
  if (id === undefined) return;
  const { finished: _, ...rest } = ending(event, startedAt);
  draft.change(id, { ...rest, state: stateAfter(errorOf(event)) });
}

function addText(draft: WaterfallDraft, event: LoggedEvent): void {
  const [id] = draft.opened(pairKey("model", event));
  const span = draft.span(id);
  const said = textOf(event, "text") ?? "";
  if (span === undefined || said === "") return;
  const { text = "", firstTextAt = event.at } = span;
  if (text.length < MAX_TEXT_CHARS) draft.change(span.id, { text: text + said, firstTextAt });
}
