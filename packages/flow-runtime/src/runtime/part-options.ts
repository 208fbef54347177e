import type { CallOptions } from "../call-options.ts";

/** Where a trace finds the one that it is a part of; in another copy of this package, too. */
export const PARENT = Symbol.for("pergola.flow.parent-trace");

/** Who counts tokens. */
export interface TokenCounter {
  addTokens(count: number): void;
}

/** The options of a call, and of one that a trace makes: what is used there is used by that trace. */
export interface PartOptions extends CallOptions {
  readonly [PARENT]?: TokenCounter;
}
