import type { Callable, CallFlowOptions } from "../callable.ts";
import { extendMeta, type Meta } from "../meta.ts";
import type { FlowEvents } from "./flow-events.ts";
import { PARENT, type PartOptions } from "./part-options.ts";
import type { Trace } from "./trace.ts";

export interface SubflowCall {
  readonly options: CallFlowOptions;
  readonly trace: Trace;
  readonly meta: Meta;
  readonly signal: AbortSignal;
  readonly events: () => FlowEvents | undefined;
}

/** Runs a flow as a part of a trace. One that is made for it is always stopped. @throws its FlowError */
export async function callSubflow<Input, Output>(
  flow: Callable<Input, Output> | (() => Callable<Input, Output>),
  input: Input,
  { options, trace, meta, signal, events }: SubflowCall,
): Promise<Output | undefined> {
  const isOwn = typeof flow === "function";
  const callee = isOwn ? flow() : flow;
  // Events of a flow that others use, too, are not all of this trace.
  const unsubscribe = isOwn
    ? callee.on((event) => events()?.forward({ parentTraceId: trace.id, ...event }))
    : undefined;
  try {
    const part: PartOptions = {
      ...options,
      [PARENT]: trace,
      signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
      parentTraceId: trace.id,
      headers: { ...trace.headers, ...options.headers },
      meta: extendMeta(meta, options.meta),
      deadlineAt: earlier(trace.deadlineAt, options.deadlineAt),
    };
    return await callee.call(input, part);
  } finally {
    unsubscribe?.();
    if (isOwn) await callee.stop({ mode: "abort" });
  }
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
