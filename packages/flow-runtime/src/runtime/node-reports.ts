import { errorMessage, isPergolaError } from "@pergola/core";
import type { FlowEvent, FlowEventType } from "../flow-event.ts";
import type { Attempt } from "./attempt.ts";
import type { Engine } from "./engine.ts";
import type { Envelope } from "./envelope.ts";

/** Who is reported of. */
interface Reporting {
  readonly name: string;
  readonly engine: Engine;
  readonly queueDepth: number;
}

/** What a node says of itself, while somebody listens. */
export class NodeReports {
  readonly #runner: Reporting;

  constructor(runner: Reporting) {
    this.#runner = runner;
  }

  started(attempt: Attempt): void {
    attempt.startedAt = this.#runner.engine.clock.monotonic();
    attempt.blockedMs = 0;
    this.#tell("node-started", attempt);
  }

  succeeded(attempt: Attempt): void {
    this.#tell("node-succeeded", attempt, times(attempt, this.#runner.engine.clock.monotonic()));
  }

  errored(attempt: Attempt, error: unknown): void {
    this.#tell("node-errored", attempt, {
      ...times(attempt, this.#runner.engine.clock.monotonic()),
      ...(isPergolaError(error) && { code: error.code }),
      message: errorMessage(error),
    });
  }

  timedOut(attempt: Attempt): void {
    this.#tell("node-timed-out", attempt, times(attempt, this.#runner.engine.clock.monotonic()));
  }

  retried(attempt: Attempt, delayMs: number): void {
    if (this.#runner.engine.events !== undefined) this.#tell("node-retried", attempt, { delayMs });
  }

  emitted(attempt: Attempt, to: string): void {
    this.#tell("message-emitted", attempt, { to });
  }

  blocked(attempt: Attempt): void {
    if (Number.isNaN(attempt.blockedSince)) attempt.blockedSince = this.#runner.engine.clock.monotonic();
  }

  unblocked(attempt: Attempt): void {
    if (Number.isNaN(attempt.blockedSince)) return;
    attempt.blockedMs += this.#runner.engine.clock.monotonic() - attempt.blockedSince;
    attempt.blockedSince = Number.NaN;
  }

  #tell(type: FlowEventType, attempt: Attempt, more?: Partial<FlowEvent>): void {
    const { engine, name, queueDepth } = this.#runner;
    const { trace, meta } = attempt.envelope as Envelope;
    engine.events?.tell(type, trace, { nodeName: name, attempt: attempt.attempt, queueDepth, ...more }, meta);
  }
}

function times({ startedAt, blockedMs }: Attempt, now: number): Partial<FlowEvent> {
  if (Number.isNaN(startedAt)) return {};
  return { latencyMs: Math.max(0, now - startedAt - blockedMs), ...(blockedMs > 0 && { blockedMs }) };
}
