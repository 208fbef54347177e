import type { NodeContext } from "../node-context.ts";

/** What a round of a controller loop is given. Chunks go to whoever reads the trace around the loop. */
export type LoopContext = Pick<
  NodeContext,
  "attempt" | "signal" | "trace" | "meta" | "logger" | "call" | "addTokens" | "emitChunk"
>;

/** @param around the context of the node that the loop is */
export function loopContext(inside: NodeContext, around: NodeContext): LoopContext {
  const { attempt, trace, meta, call, addTokens } = inside;
  const { emitChunk } = around;
  return {
    attempt,
    trace,
    meta,
    call,
    addTokens,
    emitChunk,
    // Made when somebody asks for them.
    get signal() {
      return inside.signal;
    },
    get logger() {
      return inside.logger;
    },
  };
}
