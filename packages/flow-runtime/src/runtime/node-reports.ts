import { errorMessage, isPergolaError } from "@pergola/core";
import type { FlowEvent, FlowEventType } from "../flow-event.ts";
import type { Attempt } from "./attempt.ts";
import type { Engine } from "./engine.ts";

/** Who is reported of. */
interface Reporting {
  readonly name: string;
  readonly engine: Engine;
  readonly queueDepth: number;
}

/**
 * What a node says of itself, while somebody listens. The three events of every hop are written as literal objects, and
 * what a node returns is sent with the time at which it returned: an observer costs little more than its clock.
 */
export class NodeReports {
  readonly #runner: Reporting;
  /** Who returned last, and when, in epoch milliseconds. */
  #returned: Attempt | undefined;
  #returnedAt = 0;

  constructor(runner: Reporting) {
    this.#runner = runner;
  }

  started(attempt: Attempt): void {
    const { engine, name, queueDepth } = this.#runner;
    const { trace, meta } = attempt.envelope;
    const { clock, settings } = engine;
    this.#returned = undefined;
    attempt.startedAt = clock.monotonic();
    attempt.blockedMs = 0;
    const event: FlowEvent = {
      type: "node-started",
      ts: clock.now(),
      flow: settings.name,
      traceId: trace.id,
      nodeName: name,
      attempt: attempt.attempt,
      queueDepth,
    };
    engine.events?.tellOf(trace, event, meta);
  }

  succeeded(attempt: Attempt): void {
    const { engine, name, queueDepth } = this.#runner;
    const { trace, meta } = attempt.envelope;
    const { clock, settings } = engine;
    const { startedAt, blockedMs } = attempt;
    this.#returned = attempt;
    this.#returnedAt = clock.now();
    if (Number.isNaN(startedAt) || blockedMs > 0) {
      this.#tell("node-succeeded", attempt, times(attempt, clock.monotonic()));
      return;
    }
    const event: FlowEvent = {
      type: "node-succeeded",
      ts: this.#returnedAt,
      flow: settings.name,
      traceId: trace.id,
      nodeName: name,
      attempt: attempt.attempt,
      queueDepth,
      latencyMs: clock.monotonic() - startedAt,
    };
    engine.events?.tellOf(trace, event, meta);
  }

  emitted(attempt: Attempt, to: string): void {
    const { engine, name, queueDepth } = this.#runner;
    const { trace, meta } = attempt.envelope;
    const { clock, settings } = engine;
    const event: FlowEvent = {
      type: "message-emitted",
      ts: this.#returned === attempt ? this.#returnedAt : clock.now(),
      flow: settings.name,
      traceId: trace.id,
      nodeName: name,
      attempt: attempt.attempt,
      queueDepth,
      to,
    };
    engine.events?.tellOf(trace, event, meta);
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

  blocked(attempt: Attempt): void {
    if (Number.isNaN(attempt.blockedSince)) attempt.blockedSince = this.#runner.engine.clock.monotonic();
  }

  unblocked(attempt: Attempt): void {
    if (Number.isNaN(attempt.blockedSince)) return;
    attempt.blockedMs += this.#runner.engine.clock.monotonic() - attempt.blockedSince;
    attempt.blockedSince = Number.NaN;
  }

  #tell(type: FlowEventType, attempt: Attempt, more: Partial<FlowEvent>): void {
    const { engine, name, queueDepth } = this.#runner;
    const { trace, meta } = attempt.envelope;
    engine.events?.tell(type, trace, { nodeName: name, attempt: attempt.attempt, queueDepth, ...more }, meta);
  }
}

function times({ startedAt, blockedMs }: Attempt, now: number): Partial<FlowEvent> {
  if (Number.isNaN(startedAt)) return {};
  return { latencyMs: Math.max(0, now - startedAt - blockedMs), ...(blockedMs > 0 && { blockedMs }) };
}
