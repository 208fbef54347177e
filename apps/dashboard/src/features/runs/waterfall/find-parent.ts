import { type LoggedEvent, textOf } from "./logged-event.ts";
import { callersKey, insideKey, stagesKey, stepKey, stepsKey, workKey } from "./open-keys.ts";
import type { WaterfallDraft } from "./waterfall-draft.ts";

/** The span that a new step belongs to: a step inside another has its name before its own, as in `work.think.plan`. */
export function parentOfStep(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { runId } = event;
  const labels = prefixes(textOf(event, "label") ?? "", true);
  for (const step of prefixes(textOf(event, "step") ?? "", false)) {
    const found = labels.map((label) => draft.opened(stepKey(runId, step, label)).at(-1)).find(isThere);
    if (found !== undefined) return stageOf(draft, runId, step) ?? found;
  }
  return draft.runSpan(runId);
}

/** The stage that a staged step is in, else the step, else the run. */
export function parentOfStage(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const step = textOf(event, "step");
  const owner = step === undefined ? undefined : draft.opened(stepsKey(event.runId, step)).at(-1);
  return owner ?? draft.runSpan(event.runId);
}

/**
 * The step that a call says it is made in. Of several that run at once under one name, the event does not say which: it
 * goes to the oldest in which nothing goes on.
 */
export function parentOfCall(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { runId } = event;
  const step = textOf(event, "step");
  if (step === undefined) return draft.runSpan(runId);
  return (
    stageOf(draft, runId, step) ?? idleOf(draft, draft.opened(stepsKey(runId, step))) ?? draft.runSpan(runId)
  );
}

/** Where a run was called from: the event names the other run, not the step or the tool in it. */
export function parentOfRun(draft: WaterfallDraft, event: LoggedEvent): number | undefined {
  const { parentRunId } = event;
  if (parentRunId === undefined || parentRunId === event.runId) return undefined;
  const callers = [
    ...draft.opened(callersKey(parentRunId, "agent")),
    ...draft.opened(callersKey(parentRunId, "tool")),
  ];
  const idle = callers.find((id) => draft.opened(insideKey(id)).length === 0);
  return idle ?? draft.opened(workKey(parentRunId)).at(-1) ?? draft.runSpan(parentRunId);
}

function stageOf(draft: WaterfallDraft, runId: string, step: string): number | undefined {
  return draft.opened(stagesKey(runId, step)).at(-1);
}

function idleOf(draft: WaterfallDraft, ids: readonly number[]): number | undefined {
  return ids.find((id) => draft.opened(insideKey(id)).length === 0) ?? ids.at(-1);
}

/** What stands before each dot, the longest first. A label may be its parent's own. */
function prefixes(name: string, isWhole: boolean): readonly string[] {
  const found: string[] = isWhole ? [name] : [];
  for (let end = name.lastIndexOf("."); end > 0; end = name.lastIndexOf(".", end - 1))
    found.push(name.slice(0, end));
  return isWhole && name !== "" ? [...found, ""] : found;
}

const isThere = (id: number | undefined): id is number => id !== undefined;
