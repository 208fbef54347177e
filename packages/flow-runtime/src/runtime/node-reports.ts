import { errorMessage, isPergolaError } from "@pergola/core";
import type { FlowEvent, FlowEventType } from "../flow-event.ts";
import type { Envelope } from "./envelope.ts";
import type { Execution } from "./execution.ts";
import type { NodeRunner } from "./node-runner.ts";

/** What a node says of itself, while somebody listens. */
export class NodeReports {
  readonly #runner: NodeRunner;

  constructor(runner: NodeRunner) {
    this.#runner = runner;
  }

  started(execution: Execution): void {
    execution.startedAt = this.#runner.engine.clock.monotonic();
    execution.blockedMs = 0;
    this.#tell("node-started", execution);
  }

  succeeded(execution: Execution): void {
    this.#tell("node-succeeded", execution, times(execution, this.#runner.engine.clock.monotonic()));
  }

  errored(execution: Execution, error: unknown): void {
    this.#tell("node-errored", execution, {
      ...times(execution, this.#runner.engine.clock.monotonic()),
      ...(isPergolaError(error) && { code: error.code }),
      message: errorMessage(error),
    });
  }

  timedOut(execution: Execution): void {
    this.#tell("node-timed-out", execution, times(execution, this.#runner.engine.clock.monotonic()));
  }

  retried(execution: Execution, delayMs: number): void {
    if (this.#runner.engine.events !== undefined) this.#tell("node-retried", execution, { delayMs });
  }

  emitted(execution: Execution, to: string): void {
    this.#tell("message-emitted", execution, { to });
  }

  blocked(execution: Execution): void {
    if (Number.isNaN(execution.blockedSince)) execution.blockedSince = this.#runner.engine.clock.monotonic();
  }

  unblocked(execution: Execution): void {
    if (Number.isNaN(execution.blockedSince)) return;
    execution.blockedMs += this.#runner.engine.clock.monotonic() - execution.blockedSince;
    execution.blockedSince = Number.NaN;
  }

  #tell(type: FlowEventType, execution: Execution, more?: Partial<FlowEvent>): void {
    const { engine, name, queueDepth } = this.#runner;
    const { trace, meta } = execution.envelope as Envelope;
    engine.events?.tell(
      type,
      trace,
      { nodeName: name, attempt: execution.attempt, queueDepth, ...more },
      meta,
    );
  }
}

function times({ startedAt, blockedMs }: Execution, now: number): Partial<FlowEvent> {
  if (Number.isNaN(startedAt)) return {};
  return { latencyMs: Math.max(0, now - startedAt - blockedMs), ...(blockedMs > 0 && { blockedMs }) };
}
