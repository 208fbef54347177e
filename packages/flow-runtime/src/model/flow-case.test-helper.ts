/** What a node does with one message; which one of its scripts it follows depends on the message alone. */
export interface Script {
  /** Turns of the microtask queue before it goes on. */
  readonly microtasks: number;
  /** Milliseconds of virtual time before it goes on. */
  readonly delayMs: number;
  /** Whether it waits on although its signal has fired. */
  readonly isDeaf: boolean;
  /** Attempts that fail; `ALWAYS` for all of them. */
  readonly failures: number;
  readonly failBy: "throw" | "hang" | "ignore";
  /** Whether a failing attempt sends before it fails. */
  readonly sendsFirst: boolean;
  readonly send: "return" | "await" | "forget" | "nowait";
  /** How many messages it gives. */
  readonly copies: 0 | 1 | 2;
  /** Whether it tries to send once more after its end. */
  readonly isLate: boolean;
  readonly chunks: number;
}

export const ALWAYS = 99;

export type NodeKind = "plain" | "router" | "looper" | "join" | "drain-join" | "fetcher" | "caller";

export interface NodeSpec {
  readonly name: string;
  readonly kind: NodeKind;
  readonly seed: number;
  readonly scripts: readonly Script[];
  /** Places of its successors; later ones. */
  readonly next: readonly number[];
  /** Place of itself or of an earlier node, for a looper. */
  readonly back: number | undefined;
  readonly isEgress: boolean;
  readonly queueSize: number;
  readonly concurrency: number;
  readonly unordered: boolean;
  readonly maxRetries: number;
  readonly backoffBaseMs: number;
  readonly jitter: boolean;
  readonly timeoutMs: number | undefined;
  /** For joins and fetchers: how many messages make one. */
  readonly count: number;
  /** For callers. */
  readonly subflow: "own" | "shared";
}

/** When a trace is cancelled, and how. */
export interface CancelSpec {
  /** A kind of event, or what nodes do: `entered`, `blocked`; `start`: before it begins; `time`. */
  readonly on: string;
  /** Which one of them, from 0; milliseconds for `time`. */
  readonly nth: number;
  /** Microtasks later; 0 = inside of it. */
  readonly microtasks: number;
  readonly how: "cancel" | "signal";
}

export interface TraceSpec {
  readonly startAt: number;
  readonly mode: "call" | "stream" | "emit";
  readonly value: number;
  readonly priority: number;
  readonly timeoutMs: number | undefined;
  readonly hopBudget: number | undefined;
  readonly cancel: CancelSpec | undefined;
  /** Milliseconds between two reads of a stream. */
  readonly readEveryMs: number;
  /** Items after which the reader of a stream leaves. */
  readonly leaveAfter: number | undefined;
}

export interface FlowCase {
  readonly nodes: readonly NodeSpec[];
  readonly traces: readonly TraceSpec[];
  readonly maxTraces: number;
  readonly maxRounds: number;
  readonly asyncContext: boolean;
  readonly stopAt: { readonly ms: number; readonly mode: "drain" | "abort" } | undefined;
  /** Whether timeouts may strike while a node waits for others: then results depend on who is where. */
  readonly isLoose: boolean;
}

/** What travels. */
export interface Load {
  readonly value: number;
  readonly rounds: number;
  readonly traceId: string;
  readonly from: string;
  /** Grows with every message that nodes make. */
  readonly serial: number;
  /** Sent by an attempt that was over: nobody may ever see it. */
  readonly isPoison?: true;
}

/** What a node sends: to the named ones, or to all. */
export interface Sending {
  readonly value: number;
  readonly rounds: number;
  readonly to: readonly string[] | undefined;
}

/** A number made of two others, the same every time. */
export function mix(value: number, seed: number): number {
  let hash = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(seed + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return ((hash ^ (hash >>> 13)) >>> 0) & 0xf_ffff;
}

export function scriptOf({ kind, scripts, seed }: NodeSpec, value: number): Script {
  // Which message comes first to one that gathers others is nobody's business.
  const place = kind === "fetcher" ? 0 : mix(value, seed + 7) % scripts.length;
  return scripts[place] as Script;
}
