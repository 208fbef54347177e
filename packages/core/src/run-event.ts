import type { ErrorData } from "./error-data.ts";
import type { Usage } from "./usage.ts";

/** All the ways in which a run ends. */
export const RUN_OUTCOMES = ["completed", "failed", "cancelled", "deadline", "budget"] as const;

/** How a run ended. `run-finished` carries it and is the only terminal event. */
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** What in a run calls another one: a step, or a tool call of it. `label` as in `step-started`. */
export interface RunCaller {
  readonly step?: string;
  readonly label?: string;
  /** Of the tool call. */
  readonly callId?: string;
}

/**
 * What each event type carries. Packages add their own `noun-action` types by declaration merging:
 * `declare module "@pergola/core" { interface RunEventMap { "cache-hit": { key: string } } }`.
 */
export interface RunEventMap {
  /** `caller` is what in the run of `parentRunId` asked for it. */
  "run-started": { readonly agentId: string; readonly sessionId?: string; readonly caller?: RunCaller };
  /** `step` is the node name, `kind` the step type. `label` tells runs of the same step at the same time apart: `urls[2]`. */
  "step-started": { readonly step: string; readonly kind: string; readonly label?: string };
  /**
   * `request` is what goes to the model, without secrets. `callId` pairs it with its `model-finished`; `purpose` is what the
   * step said that it asks for. `step` and `label` are those of the step that makes the call.
   */
  "model-started": {
    readonly callId: string;
    readonly step?: string;
    readonly label?: string;
    readonly purpose?: string;
    readonly model: string;
    readonly request: Readonly<Record<string, unknown>>;
  };
  "text-delta": { readonly callId: string; readonly step?: string; readonly text: string };
  "reasoning-delta": { readonly callId: string; readonly step?: string; readonly text: string };
  "model-finished": {
    readonly callId: string;
    readonly step?: string;
    readonly latencyMs: number;
    readonly usage?: Usage;
    readonly finishReason?: string;
    readonly error?: ErrorData;
  };
  /** `callId` is the model's id of the tool call. `arguments` are as the model gave them, without secrets. */
  "tool-started": {
    readonly callId: string;
    readonly step?: string;
    readonly label?: string;
    readonly tool: string;
    readonly arguments: unknown;
  };
  "tool-finished": {
    readonly callId: string;
    readonly step?: string;
    readonly tool: string;
    readonly latencyMs: number;
    readonly result?: unknown;
    readonly error?: ErrorData;
  };
  "step-finished": {
    readonly step: string;
    readonly kind: string;
    readonly label?: string;
    readonly latencyMs: number;
    readonly error?: ErrorData;
  };
  /** A figure of a step's own: a `value`, of which a distribution is kept, or a `count` that is added up. */
  "metric-recorded": {
    readonly name: string;
    readonly kind: "value" | "count";
    readonly value: number;
    readonly metadata?: Readonly<Record<string, unknown>>;
  };
  /** Not terminal: a resumed run goes on with the same `runId` and `seq`. */
  "run-suspended": { readonly interrupts: readonly unknown[] };
  "run-finished": {
    readonly outcome: RunOutcome;
    readonly usage: Usage;
    readonly latencyMs: number;
    readonly error?: ErrorData;
  };
}

export type RunEventType = keyof RunEventMap;

/** Where an event stands: `seq` starts at 0 and grows by one within a run; `at` is epoch milliseconds. */
export interface RunEventPosition {
  readonly runId: string;
  readonly parentRunId?: string;
  readonly seq: number;
  readonly at: number;
}

/** A fact about a run. */
export type RunEvent<Type extends RunEventType = RunEventType> = {
  [T in Type]: { readonly type: T } & RunEventPosition & RunEventMap[T];
}[Type];

/** An event before the run gives it its place. */
export type RunEventInput<Type extends RunEventType = RunEventType> = {
  [T in Type]: { readonly type: T } & RunEventMap[T];
}[Type];

/**
 * Puts an event on the run's stream. Returns nothing when there is room, and a promise to wait for when the reader
 * is behind: whoever makes many events (tokens) awaits it, everybody else may ignore it.
 */
export type EmitRunEvent = (event: RunEventInput) => void | Promise<void>;
