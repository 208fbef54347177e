import { type Clock, toErrorData } from "@pergola/core";
import type { Caller } from "../domain/caller.ts";
import type { FlowDirectory } from "../domain/flow-directory.ts";
import { type FlowTrace, outcomeOf, type TraceEnd } from "../domain/flow-trace.ts";
import { type KeptValue, keptValue } from "../domain/kept-value.ts";
import type { ServedFlow } from "../domain/served-flow.ts";
import { serverErrors } from "../errors.ts";
import type { FlowTraces } from "../repositories/flow-traces.ts";
import { serverClosing } from "./server-closing.ts";

/** What to start. */
export interface TraceRequest {
  readonly flow: string;
  readonly input: unknown;
  /** Longest time of the trace, in milliseconds. Default: none. */
  readonly timeoutMs?: number;
}

/** Results that are kept of one trace. */
const MAX_KEPT_RESULTS = 10;

/** Starts traces, keeps what came of them for their users, and cancels them. */
export class FlowService {
  readonly #flows: FlowDirectory;
  readonly #traces: FlowTraces;
  readonly #clock: Clock;
  #isClosing = false;

  constructor(flows: FlowDirectory, traces: FlowTraces, clock: Clock) {
    this.#flows = flows;
    this.#traces = traces;
    this.#clock = clock;
  }

  /** @throws FLOW_NOT_FOUND, SERVER_BUSY, USER_BUSY, SERVER_CLOSING */
  start(caller: Caller, request: TraceRequest): FlowTrace {
    const flow = this.#flows.get(request.flow);
    if (this.#isClosing) throw serverClosing();
    const trace: FlowTrace = {
      id: crypto.randomUUID(),
      flow: flow.name,
      caller,
      input: keptValue(request.input),
      startedAt: this.#clock.now(),
    };
    this.#traces.add(trace);
    void this.#run(flow, trace, request);
    return trace;
  }

  /** The caller's traces, newest first: those that run, and the latest that have ended. @throws FLOW_NOT_FOUND */
  list(caller: Caller, flow: string): readonly FlowTrace[] {
    return this.#traces.of(caller, this.#flows.get(flow).name);
  }

  /** @returns false when it had ended already. @throws FLOW_NOT_FOUND, TRACE_NOT_FOUND */
  cancel(caller: Caller, flow: string, id: string): boolean {
    const served = this.#flows.get(flow);
    const trace = this.find(caller, served.name, id);
    return trace.end === undefined && served.cancel(id);
  }

  /** @throws TRACE_NOT_FOUND when this caller has no such trace of the flow */
  find(caller: Caller, flow: string, id: string): FlowTrace {
    const trace = this.#traces.find(caller, id);
    if (trace === undefined || trace.flow !== flow) throw traceNotFound(id);
    return trace;
  }

  /** Takes no more traces and resolves when none is left; `stop` cancels those that run. */
  async close(stop: AbortSignal): Promise<void> {
    this.#isClosing = true;
    const cancelAll = () => {
      for (const { flow, id } of this.#traces.running) this.#flows.get(flow).cancel(id);
    };
    if (stop.aborted) cancelAll();
    stop.addEventListener("abort", cancelAll, { once: true });
    await this.#traces.whenIdle();
    stop.removeEventListener("abort", cancelAll);
  }

  async #run(flow: ServedFlow, { id, caller }: FlowTrace, { input, timeoutMs }: TraceRequest): Promise<void> {
    const results: KeptValue[] = [];
    let resultCount = 0;
    const end = (rest: Pick<TraceEnd, "outcome" | "error">) =>
      this.#traces.end(id, { ...rest, finishedAt: this.#clock.now(), results, resultCount });
    try {
      const headers = { tenant: caller.tenantId };
      for await (const item of flow.stream(input, {
        traceId: id,
        headers,
        meta: { userId: caller.userId },
        timeoutMs,
      })) {
        if (item.type !== "result") continue;
        resultCount++;
        if (results.length < MAX_KEPT_RESULTS) results.push(keptValue(item.value));
      }
      end({ outcome: "completed" });
    } catch (thrown) {
      const error = toErrorData(thrown);
      end({ outcome: outcomeOf(error.code), error });
    }
  }
}

function traceNotFound(id: string) {
  return serverErrors.create("TRACE_NOT_FOUND", {
    message: `You have no trace ${JSON.stringify(id.slice(0, 100))} of this flow.`,
    hint: "GET /v1/flows/:name/traces lists yours; those that ended long ago are forgotten.",
  });
}
