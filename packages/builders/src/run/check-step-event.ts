import { errorMessage, type RunEventInput, type RunEventType } from "@pergola/core";
import { builderErrors } from "../errors.ts";

/** Events that only a run itself emits. */
const RESERVED: ReadonlySet<RunEventType> = new Set([
  "run-started",
  "run-suspended",
  "run-resumed",
  "run-finished",
]);

/** Events whose makers keep them plain; checking them again would cost as much as sending them. */
const OWN: ReadonlySet<RunEventType> = new Set([
  "step-started",
  "model-started",
  "reasoning-delta",
  "tool-started",
]);

/** Refuses what would break the stream or the run log. @throws INVALID_EVENT */
export function checkStepEvent(event: RunEventInput): void {
  const { type } = event;
  if (RESERVED.has(type)) throw invalid(`"${type}" is emitted by the run itself.`, OF_ITS_OWN);
  if (OWN.has(type)) return;
  try {
    JSON.stringify(event);
  } catch (cause) {
    throw invalid(`The event "${type}" has no JSON form: ${errorMessage(cause)}`, PLAIN, cause);
  }
}

const OF_ITS_OWN = 'Emit a type of your own, a noun and an action, for example "draft-finished".';
const PLAIN = "Put only plain data into events: no BigInt, no cycles.";

const invalid = (message: string, hint: string, cause?: unknown) =>
  builderErrors.create("INVALID_EVENT", { message, hint, cause });
