import type { Caller } from "../domain/caller.ts";
import type { FlowTrace, TraceEnd } from "../domain/flow-trace.ts";
import type { ServerLimits } from "../domain/server-limits.ts";
import { serverErrors } from "../errors.ts";

type TraceLimits = Pick<ServerLimits, "maxConcurrentTraces" | "maxConcurrentTracesPerUser">;

/** Ended traces that are kept for a user to look at. */
const MAX_ENDED_PER_USER = 50;
/** Ended traces that are kept of all users. */
const MAX_ENDED = 1_000;

/** The traces that users started: those that run, and the latest that have ended. Found only by their user. */
export class FlowTraces {
  readonly #limits: TraceLimits;
  readonly #running = new Map<string, FlowTrace>();
  /** Oldest first. */
  readonly #ended = new Map<string, FlowTrace>();
  #whenIdle: PromiseWithResolvers<void> | undefined;

  constructor(limits: TraceLimits) {
    this.#limits = limits;
  }

  get running(): readonly FlowTrace[] {
    return [...this.#running.values()];
  }

  /** @throws SERVER_BUSY, USER_BUSY when one more is too many */
  add(trace: FlowTrace): void {
    const { maxConcurrentTraces, maxConcurrentTracesPerUser } = this.#limits;
    const own = this.running.filter(({ caller }) => isSame(caller, trace.caller));
    if (own.length >= maxConcurrentTracesPerUser) throw userBusy(maxConcurrentTracesPerUser);
    if (this.#running.size >= maxConcurrentTraces) throw serverBusy(maxConcurrentTraces);
    this.#running.set(trace.id, trace);
  }

  end(id: string, end: TraceEnd): void {
    const trace = this.#running.get(id);
    if (trace === undefined) return;
    this.#running.delete(id);
    this.#ended.set(id, { ...trace, end });
    this.#forgetOld(trace.caller);
    if (this.#running.size === 0) this.#whenIdle?.resolve();
  }

  /** The trace, if this caller started it. */
  find(caller: Caller, id: string): FlowTrace | undefined {
    const trace = this.#running.get(id) ?? this.#ended.get(id);
    return trace !== undefined && isSame(trace.caller, caller) ? trace : undefined;
  }

  /** The caller's traces of a flow, newest first. */
  of(caller: Caller, flow: string): readonly FlowTrace[] {
    return [...this.#ended.values(), ...this.#running.values()]
      .filter((trace) => trace.flow === flow && isSame(trace.caller, caller))
      .sort((one, other) => other.startedAt - one.startedAt);
  }

  /** Resolves when none is running. */
  async whenIdle(): Promise<void> {
    if (this.#running.size === 0) return;
    this.#whenIdle ??= Promise.withResolvers();
    await this.#whenIdle.promise;
    this.#whenIdle = undefined;
  }

  #forgetOld(caller: Caller): void {
    const own = [...this.#ended.values()].filter((trace) => isSame(trace.caller, caller));
    for (const { id } of own.slice(0, -MAX_ENDED_PER_USER)) this.#ended.delete(id);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > MAX_ENDED && oldest !== undefined) this.#ended.delete(oldest);
  }
}

const isSame = (one: Caller, other: Caller): boolean =>
  one.tenantId === other.tenantId && one.userId === other.userId;

function userBusy(limit: number) {
  return serverErrors.create("USER_BUSY", {
    message: `You may have ${limit} traces at a time, and have them.`,
    hint: "Wait for one to end, or cancel one with DELETE /v1/flows/:name/traces/:id.",
    details: { limit, retryAfterMs: 1_000 },
  });
}

function serverBusy(limit: number) {
  return serverErrors.create("SERVER_BUSY", {
    message: `The server runs ${limit} traces at a time, and has no room for more.`,
    hint: "Try again in a moment; the operator can raise limits.maxConcurrentTraces.",
    details: { limit, retryAfterMs: 1_000 },
  });
}
