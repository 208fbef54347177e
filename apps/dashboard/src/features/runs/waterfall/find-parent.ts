import { fieldOf, type LoggedEvent, textOf } from "./logged-event.ts";
import { callKey, stagesKey, stepKey, stepsKey } from "./open-keys.ts";
import type { WaterfallDraft } from "./waterfall-draft.ts";

/** The span that a new step belongs to: a step inside another has its name before its own, as in `work.think.plan`. */
export function parentOfStep(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { runId } = event;
  const labels = prefixes(textOf(event, "label") ?? "", true);
  for (const step of prefixes(textOf(event, "step") ?? "", false)) {
    const found = labels.map((label) => stageOrStep(draft, runId, { step, label })).find(isThere);
    if (found !== undefined) return found;
  }
  return draft.runSpan(runId);
}

/** The step whose stage it is, else the run. */
export function parentOfStage(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { runId } = event;
  const found = draft.opened(stepKey(runId, textOf(event, "step") ?? "", textOf(event, "label"))).at(-1);
  return found ?? draft.runSpan(runId);
}

/** The step that a call says it is made in: of a workflow its stage. */
export function parentOfCall(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  return workOf(draft, event.runId, event) ?? draft.runSpan(event.runId);
}

/** Where a run was called from: a tool call, a step, or somewhere in the other run. */
export function parentOfRun(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { parentRunId } = event;
  if (parentRunId === undefined || parentRunId === event.runId) return undefined;
  const caller = (fieldOf(event, "caller") ?? {}) as LoggedEvent;
  const callId = textOf(caller, "callId");
  const tool = callId === undefined ? undefined : draft.opened(callKey(parentRunId, "tool", callId)).at(-1);
  return tool ?? workOf(draft, parentRunId, caller) ?? draft.runSpan(parentRunId);
}

/** What is open under the step and label that are named; of a log without labels the newest of that step. */
function workOf(draft: WaterfallDraft, runId: string, place: LoggedEvent): number | undefined {
  const step = textOf(place, "step");
  if (step === undefined) return undefined;
  const found = stageOrStep(draft, runId, { step, label: textOf(place, "label") });
  return found ?? draft.opened(stepsKey(runId, step)).at(-1);
}

function stageOrStep(
  draft: WaterfallDraft,
  runId: string,
  { step, label }: { readonly step: string; readonly label?: string | undefined },
): number | undefined {
  const stage = draft.opened(stagesKey(runId, step, label)).at(-1);
  return stage ?? draft.opened(stepKey(runId, step, label)).at(-1);
}

/** What stands before each dot, the longest first. A label may be its parent's own. */
function prefixes(name: string, isWhole: boolean): readonly string[] {
  const found: string[] = isWhole ? [name] : [];
  for (let end = name.lastIndexOf("."); end > 0; end = name.lastIndexOf(".", end - 1))
    found.push(name.slice(0, end));
  return isWhole && name !== "" ? [...found, ""] : found;
}

const isThere = (id: number | undefined): id is number => id !== undefined;
