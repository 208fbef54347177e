import type { Clock, ErrorData, RunEvent, RunEventInput, RunEventType } from "@pergola/core";
import { runSettled } from "./run-settled.ts";

export interface JournalOptions {
  readonly runId: string;
  readonly parentRunId?: string;
  readonly clock: Clock;
  /** Keep all events but the deltas, for the run log. */
  readonly keepLog: boolean;
}

/** Most events that a run log keeps; later ones are left out of the log, not of the stream. */
export const MAX_LOGGED_EVENTS = 10_000;

type OpenKind = "step" | "model" | "tool";

interface OpenItem {
  readonly kind: OpenKind;
  readonly id: string;
  readonly event: RunEventInput;
  readonly startedAt: number;
}

/**
 * Gives events their place and passes them on. It knows what is open, so that every `…-started` gets its `…-finished`:
 * once stopped, only those and the terminal event get through.
 */
export class RunJournal {
  readonly log: RunEvent[] = [];
  /** Told of every event, in order; a promise means: wait before making more. */
  listener: ((event: RunEvent) => void | Promise<void>) | undefined;

  readonly #options: JournalOptions;
  readonly #open = new Map<string, OpenItem>();
  readonly #streamed = new Map<string, string[]>();
  #seq = 0;
  #isStopped = false;
  #isSealed = false;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  readonly emit = (event: RunEventInput): void | Promise<void> => {
    if (event.type === "text-delta") return this.#emitText(event);
    if (this.#isSealed && !isFinished(event.type)) throw runSettled();
    const finished = finishedKind(event.type);
    if (finished !== undefined) {
      if (!this.#open.delete(openKey(finished, idOf(event)))) return;
    } else if (this.#isStopped) return;
    const started = startedKind(event.type);
    if (started !== undefined) this.#opened(started, event);
    return this.#publish(event);
  };

  get isSealed(): boolean {
    return this.#isSealed;
  }

  /** From now on only what is open may finish. */
  stop(): void {
    this.#isStopped = true;
  }

  /** What each model call has streamed, in order of the calls. */
  streamedTexts(): readonly string[] {
    return Array.from(this.#streamed.values(), (parts) => parts.join(""));
  }

  /** Finishes everything open with `error`, the last opened first. */
  closeOpen(error: ErrorData): void {
    this.stop();
    for (const item of [...this.#open.values()].reverse()) this.emit(this.#finishedEvent(item, error));
  }

  /** The terminal event; afterwards nothing can be emitted. */
  finish(event: RunEventInput<"run-finished">): void {
    this.#isSealed = true;
    this.#isStopped = true;
    this.#publish(event);
  }

  #emitText(event: RunEventInput<"text-delta">): void | Promise<void> {
    if (this.#isStopped) {
      if (this.#isSealed) throw runSettled();
      return;
    }
    const parts = this.#streamed.get(event.callId);
    if (parts === undefined) this.#streamed.set(event.callId, [event.text]);
    else parts.push(event.text);
    const { runId, parentRunId, clock } = this.#options;
    const seq = this.#seq++;
    if (this.listener === undefined) return;
    const at = clock.now();
    return this.listener(
      parentRunId === undefined
        ? { type: "text-delta", runId, seq, at, callId: event.callId, step: event.step, text: event.text }
        : { ...event, runId, parentRunId, seq, at },
    );
  }

  #publish(event: RunEventInput): void | Promise<void> {
    const { runId, parentRunId, clock, keepLog } = this.#options;
    const position = {
      runId,
      ...(parentRunId !== undefined && { parentRunId }),
      seq: this.#seq++,
      at: clock.now(),
    };
    const placed = { ...event, ...position } as RunEvent;
    if (keepLog && event.type !== "reasoning-delta" && this.log.length < MAX_LOGGED_EVENTS)
      this.log.push(placed);
    return this.listener?.(placed);
  }

  #opened(kind: OpenKind, event: RunEventInput): void {
    const id = idOf(event);
    this.#open.set(openKey(kind, id), { kind, id, event, startedAt: this.#options.clock.monotonic() });
  }

  #finishedEvent({ kind, event, startedAt }: OpenItem, error: ErrorData): RunEventInput {
    const latencyMs = this.#options.clock.monotonic() - startedAt;
    const {
      request: _request,
      arguments: _arguments,
      model: _model,
      ...rest
    } = event as Record<string, unknown>;
    return { ...rest, type: `${kind}-finished`, latencyMs, error } as unknown as RunEventInput;
  }
}

const STARTED: Partial<Record<RunEventType, OpenKind>> = {
  "step-started": "step",
  "model-started": "model",
  "tool-started": "tool",
};
const FINISHED: Partial<Record<RunEventType, OpenKind>> = {
  "step-finished": "step",
  "model-finished": "model",
  "tool-finished": "tool",
};

const startedKind = (type: RunEventType): OpenKind | undefined => STARTED[type];
const finishedKind = (type: RunEventType): OpenKind | undefined => FINISHED[type];
const isFinished = (type: RunEventType): boolean => type in FINISHED;
const openKey = (kind: OpenKind, id: string): string => `${kind} ${id}`;

function idOf(event: RunEventInput): string {
  if ("callId" in event) return event.callId;
  return "step" in event ? String(event.step) : "";
}
