import type { RunEventInput, RunEventType } from "@pergola/core";
// Its events belong to those of a run.
import type {} from "@pergola/pipeline";

type OpenKind = "step" | "stage" | "model" | "tool";

/** Something of a run that has started and not finished. */
export interface OpenItem {
  readonly kind: OpenKind;
  readonly id: string;
  readonly event: RunEventInput;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  /** When its present attempt began; later than `startedAt` once it was run again. */
  attemptAt: number;
}

const STARTED: ReadonlyMap<RunEventType, OpenKind> = new Map([
  ["step-started", "step"],
  ["stage-started", "stage"],
  ["model-started", "model"],
  ["tool-started", "tool"],
]);
const FINISHED: ReadonlyMap<RunEventType, OpenKind> = new Map([
  ["step-finished", "step"],
  ["stage-finished", "stage"],
  ["model-finished", "model"],
  ["tool-finished", "tool"],
]);

/** An open item as it is kept while a run is suspended. */
export interface KeptItem extends Pick<OpenItem, "kind" | "id" | "event"> {
  readonly elapsedMs: number;
  /** Of its present attempt. */
  readonly attemptMs: number;
}

/** What of a run is open, so that every `…-started` gets its one `…-finished`. Ids may repeat: a list, not a map. */
export class OpenItems {
  readonly #items: OpenItem[] = [];
  /** Those that were open when the run was suspended, until their work begins again. */
  #waiting: OpenItem[] = [];

  /** Notes the beginning, if the event is one. False for one that has begun already, before the run was suspended. */
  note(event: RunEventInput, startedAt: number): boolean {
    const kind = STARTED.get(event.type);
    if (kind === undefined) return true;
    const item: OpenItem = { kind, id: idOf(event), event, startedAt, attemptAt: startedAt };
    const known = this.#waiting.findIndex((each) => isSame(each, item));
    if (known === -1) this.#items.push(item);
    else this.#waiting.splice(known, 1);
    return known === -1;
  }

  /** The work that began with the event is begun again later in the same run: that is no new one. */
  wait(event: RunEventInput): void {
    const begun = { kind: STARTED.get(event.type), id: idOf(event) };
    const item = this.#items.find((each) => isSame(each, begun) && !this.#waiting.includes(each));
    if (item !== undefined) this.#waiting.push(item);
  }

  /** Since when the oldest item of that kind and id has been open. */
  startOf(kind: OpenItem["kind"], id: string): number | undefined {
    return this.#find(kind, id)?.startedAt;
  }

  /** Since when its present attempt runs. */
  attemptOf(kind: OpenItem["kind"], id: string): number | undefined {
    return this.#find(kind, id)?.attemptAt;
  }

  restart(kind: OpenItem["kind"], id: string, now: number): void {
    const item = this.#find(kind, id);
    if (item !== undefined) item.attemptAt = now;
  }

  keep(now: number): readonly KeptItem[] {
    return this.#items.map(({ kind, id, event, startedAt, attemptAt }) => ({
      kind,
      id,
      event,
      elapsedMs: now - startedAt,
      attemptMs: now - attemptAt,
    }));
  }

  restore(items: readonly KeptItem[], now: number): void {
    const opened = items.map(({ elapsedMs, attemptMs, ...item }) => ({
      ...item,
      startedAt: now - elapsedMs,
      attemptAt: now - attemptMs,
    }));
    this.#items.push(...opened);
    this.#waiting = [...this.#items];
  }

  /** Takes out the oldest item that the event finishes; false when there is none. */
  take(event: RunEventInput): boolean {
    const kind = FINISHED.get(event.type);
    if (kind === undefined) return false;
    const index = this.#items.findIndex((item) => isSame(item, { kind, id: idOf(event) }));
    const [taken] = index === -1 ? [] : this.#items.splice(index, 1);
    this.#waiting = this.#waiting.filter((item) => item !== taken);
    return index !== -1;
  }

  #find(kind: OpenItem["kind"], id: string): OpenItem | undefined {
    return this.#items.find((item) => isSame(item, { kind, id }));
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

function isSame(
  item: Pick<OpenItem, "kind" | "id">,
  other: { readonly kind: OpenKind | undefined; readonly id: string },
): boolean {
  return item.kind === other.kind && item.id === other.id;
}

function idOf(event: RunEventInput): string {
  if ("callId" in event) return event.callId;
  if (!("step" in event)) return "";
  return "label" in event && event.label !== undefined ? `${event.step} ${event.label}` : String(event.step);
}
