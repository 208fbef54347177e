import type { ErrorData, RunEvent } from "@pergola/core";

/** A stage of a workflow: `step` is the workflow's node; the steps in it are called `{step}.{stage}.{name}`. */
export interface StagePlace {
  readonly step: string;
  readonly stage: string;
  readonly iteration: number;
}

/** What the names of the steps in a stage begin with. */
export const stagePrefix = ({ step, stage }: Pick<StagePlace, "step" | "stage">) => `${step}.${stage}.`;

/**
 * Events that packages above or beside this one add to a run: telemetry depends on none of them, so it knows them by
 * their shape. `test/observability` shows that they look like this.
 */
export type ForeignEvent = Pick<RunEvent, "runId" | "parentRunId" | "seq" | "at"> &
  (
    | { readonly type: "run-resumed" }
    | { readonly type: "step-retried"; readonly step: string; readonly error: ErrorData }
    | { readonly type: "step-cached"; readonly step: string }
    | ({ readonly type: "stage-started" } & StagePlace)
    | ({
        readonly type: "stage-finished";
        readonly latencyMs: number;
        readonly results?: readonly string[];
        readonly tools?: readonly string[];
        readonly error?: ErrorData;
      } & StagePlace)
    | {
        readonly type: "tool-retried";
        readonly callId: string;
        readonly step?: string;
        readonly tool: string;
        readonly error: ErrorData;
      }
    | {
        readonly type: "model-retried";
        readonly callId: string;
        readonly step?: string;
        readonly error: ErrorData;
      }
    | {
        readonly type: "model-fell-back";
        readonly callId: string;
        readonly step?: string;
        readonly from: string;
        readonly to: string;
        readonly request: Readonly<Record<string, unknown>>;
        readonly error: ErrorData;
      }
    | {
        readonly type: "breaker-changed";
        readonly resource: string;
        readonly name: string;
        readonly state: "closed" | "open" | "half-open";
        readonly failures: number;
      }
    | {
        readonly type: "resource-used";
        readonly resource: string;
        readonly operation: string;
        readonly latencyMs: number;
        readonly error?: ErrorData;
      }
  );

/** Every event that telemetry makes something of. */
export type KnownEvent = RunEvent | ForeignEvent;

/** The event with what is known of it; others fall through a switch. */
export function known(event: RunEvent): KnownEvent {
  return event as KnownEvent;
}
