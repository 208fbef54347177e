import type { RunEventInput, RunEventType } from "@pergola/core";

type OpenKind = "step" | "model" | "tool";

/** Something of a run that has started and not finished. */
export interface OpenItem {
  readonly kind: OpenKind;
  readonly id: string;
  readonly event: RunEventInput;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
}

const STARTED: ReadonlyMap<RunEventType, OpenKind> = new Map([
  ["step-started", "step"],
  ["model-started", "model"],
  ["tool-started", "tool"],
]);
const FINISHED: ReadonlyMap<RunEventType, OpenKind> = new Map([
  ["step-finished", "step"],
  ["model-finished", "model"],
  ["tool-finished", "tool"],
]);

/** What of a run is open, so that every `…-started` gets its one `…-finished`. Ids may repeat: a list, not a map. */
export class OpenItems {
  readonly #items: OpenItem[] = [];

  /** Notes the beginning, if the event is one. */
  note(event: RunEventInput, startedAt: number): void {
    const kind = STARTED.get(event.type);
    if (kind !== undefined) this.#items.push({ kind, id: idOf(event), event, startedAt });
  }

  /** Takes out the oldest item that the event finishes; false when there is none. */
  take(event: RunEventInput): boolean {
    const [kind, id] = [FINISHED.get(event.type), idOf(event)];
    const index = this.#items.findIndex((item) => item.kind === kind && item.id === id);
    if (index !== -1) this.#items.splice(index, 1);
    return index !== -1;
  }

  /** All of them, the last opened first. */
  list(): readonly OpenItem[] {
    return this.#items.toReversed();
  }
}

/** Whether the event ends a step, a model call or a tool call. */
export function isFinish(type: RunEventType): boolean {
  return FINISHED.has(type);
}

function idOf(event: RunEventInput): string {
  if ("callId" in event) return event.callId;
  return "step" in event ? String(event.step) : "";
}
