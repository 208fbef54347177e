import type { EmitRunEvent } from "@pergola/core";
import type { CallOptions } from "../run/call-options.ts";
import { checkCallOptions } from "../run/check-call-options.ts";
import { holdRun } from "../run/hold-run.ts";
import type { PreparedRun } from "../run/prepared-run.ts";
import { quietly } from "../run/quietly.ts";
import type { RunResult } from "../run/run-result.ts";
import { createRunStream, type RunStream } from "../run/run-stream.ts";
import type { AgentParts } from "./agent-parts.ts";
import type { LiveParts } from "./live-parts.ts";

/** Makes a run of the parts that the agent has when it begins. */
type Prepare = (parts: AgentParts, call: CallOptions) => PreparedRun;

/** How the runs of an agent begin: each opens the agent if nobody has, and counts among those that closing waits for. */
export class AgentRuns {
  readonly #live: LiveParts;

  constructor(live: LiveParts) {
    this.#live = live;
  }

  /** A run that nobody reads while it happens. */
  collect(options: CallOptions, prepare: Prepare): Promise<RunResult> {
    return this.track(async () => {
      checkCallOptions(options);
      const call = { ...options, runId: options.runId ?? crypto.randomUUID() };
      const prepared = await this.#prepare((parts) => prepare(parts, call), [call.signal]);
      return prepared.execute();
    });
  }

  /** A run as it happens. It begins when somebody looks. */
  stream(options: CallOptions, prepare: Prepare): RunStream {
    const leaving = new AbortController();
    const runId = options?.runId || crypto.randomUUID();
    return createRunStream({
      runId,
      abort: (reason) => leaving.abort(reason),
      execute: (onEvent) =>
        this.track(async () => {
          checkCallOptions(options);
          const call = { ...options, runId };
          const signals = [leaving.signal, call.signal];
          const prepared = await this.#prepare((parts) => prepare(parts, call), signals);
          const abort = () => prepared.abort(leaving.signal.reason as Error);
          if (leaving.signal.aborted) abort();
          leaving.signal.addEventListener("abort", abort, { once: true });
          return prepared.execute(onEvent);
        }),
    });
  }

  /** A run inside another one, which tells of it and stops it. */
  nested(
    prepare: (parts: AgentParts) => PreparedRun,
    { signal, emit }: { readonly signal?: AbortSignal | undefined; readonly emit?: EmitRunEvent | undefined },
  ): Promise<RunResult> {
    return this.track(async () => {
      const prepared = await this.#prepare(prepare, [signal]);
      return prepared.execute(emit && quietly(emit));
    });
  }

  /** A run counts from its very beginning, so that closing waits for it. */
  track<T>(work: () => Promise<T>): Promise<T> {
    const { running } = this.#live.now;
    return running.track(work());
  }

  /** What opens for the first run opens for all who come meanwhile. */
  async #prepare(
    prepare: (parts: AgentParts) => PreparedRun,
    signals: readonly (AbortSignal | undefined)[],
  ): Promise<PreparedRun> {
    const given = signals.filter((signal) => signal !== undefined);
    if (this.#live.isOpen) this.#live.assertOpen();
    else await this.#live.open({ signal: AbortSignal.any(given) });
    const parts = this.#live.now;
    return holdRun(prepare(parts), parts.running);
  }
}
