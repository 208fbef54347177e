import { isPergolaError } from "@pergola/core";
import type { Flow, NodeContext } from "../index.ts";
import { Outgoing } from "../outgoing.ts";
import { DONE } from "../runtime/when-taken.ts";
import { type FlowCase, type Load, type NodeSpec, type Sending, scriptOf } from "./flow-case.test-helper.ts";
import { decide, fetched, gather, giveRest, newGathered } from "./node-decision.test-helper.ts";
import { failedAttempts } from "./reference-run.test-helper.ts";
import { subflowResult } from "./subflows.test-helper.ts";
import type { Attempt, Witness } from "./witness.test-helper.ts";

/** What random nodes work with. */
export interface Workshop {
  readonly flowCase: FlowCase;
  readonly witness: Witness;
  /** Waits in virtual time; ends early when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** The flows that callers call. */
  readonly subflow: (kind: NodeSpec["subflow"]) => Flow<number, number> | (() => Flow<number, number>);
}

/** Longer than any time limit. */
const DEAF_MS = 150;

const newLoad = (
  { witness }: Workshop,
  node: NodeSpec,
  traceId: string,
  { value, rounds }: Sending,
): Load => ({
  value,
  rounds,
  traceId,
  from: node.name,
  serial: witness.nextSerial(),
});

/** The function of a node; at once when its script has nothing to wait for. */
export function workOf(workshop: Workshop, node: NodeSpec): (load: Load, context: NodeContext) => unknown {
  return (load, context) => {
    const attempt = workshop.witness.enter(node, load, context);
    label(workshop, node, load);
    const worker = new Worker(workshop, attempt, load);
    if (!worker.isAtOnce) return worker.work().finally(() => workshop.witness.leave(attempt));
    try {
      return worker.workAtOnce();
    } finally {
      workshop.witness.leave(attempt);
    }
  };
}

/** What a join does when nothing of its trace moves. */
export function drainOf(workshop: Workshop, node: NodeSpec): (context: NodeContext) => void {
  return (context) => {
    for (const sending of giveRest(node, context.state(newGathered))) {
      workshop.witness.labels.add("drain");
      void context.emit(newLoad(workshop, node, context.trace.id, sending));
    }
  };
}

function label({ witness }: Workshop, { kind }: NodeSpec, { rounds }: Load): void {
  if (rounds > 0) witness.labels.add("loop");
  if (kind === "router" || kind === "fetcher") witness.labels.add(kind);
}

/** One attempt at one message. */
class Worker {
  readonly #shop: Workshop;
  readonly #attempt: Attempt;
  readonly #load: Load;

  constructor(shop: Workshop, attempt: Attempt, load: Load) {
    this.#shop = shop;
    this.#attempt = attempt;
    this.#load = load;
  }

  get #script() {
    return scriptOf(this.#attempt.node, this.#load.value);
  }

  get #isFailing(): boolean {
    return this.#attempt.context.attempt <= failedAttempts(this.#attempt.node, this.#load.value);
  }

  get isAtOnce(): boolean {
    const { microtasks, delayMs, send, chunks, copies, failBy, sendsFirst } = this.#script;
    const { kind } = this.#attempt.node;
    const isSimple = kind !== "fetcher" && kind !== "caller" && microtasks + delayMs + chunks === 0;
    if (this.#isFailing) return isSimple && failBy === "throw" && !(sendsFirst && kind === "plain");
    return isSimple && send === "return" && copies < 2;
  }

  workAtOnce(): unknown {
    if (this.#isFailing) throw new Error("As it was told.");
    const [only] = this.#give();
    return only === undefined ? undefined : this.#toReturn(only);
  }

  async work(): Promise<unknown> {
    const { microtasks, delayMs, isDeaf, chunks } = this.#script;
    const { context } = this.#attempt;
    const { witness } = this.#shop;
    for (let turn = 0; turn < microtasks; turn++) await undefined;
    if (delayMs > 0) await this.#shop.wait(delayMs, isDeaf ? undefined : this.#signal);
    for (let chunk = 0; chunk < chunks; chunk++) {
      const taken = witness.ask(this.#attempt, () => context.emitChunk({ text: `${chunk}` }));
      await (taken === DONE ? taken : witness.wait(this.#attempt, "blocked", taken));
    }
    if (this.#isFailing) await this.#fail();
    const given = await this.#gain();
    return this.#hand(given);
  }

  get #signal(): AbortSignal {
    const { signal } = this.#attempt.context;
    this.#shop.witness.signals.add(signal);
    return signal;
  }

  async #fail(): Promise<never> {
    const { failBy, sendsFirst } = this.#script;
    const { node, context } = this.#attempt;
    if (sendsFirst && node.kind === "plain")
      for (const sending of decide(this.#shop.flowCase, node, this.#load)) await this.#emit(sending);
    if (node.timeoutMs === undefined || failBy === "throw") throw new Error("As it was told.");
    if (failBy === "hang") await this.#shop.wait(Number.POSITIVE_INFINITY, this.#signal);
    await this.#shop.wait(DEAF_MS, undefined);
    // It has been given up long ago, and does as if nothing were.
    await context.emit(this.#poison()).catch(() => undefined);
    await context.fetch().catch(() => undefined);
    return this.#poison() as never;
  }

  /** What a message comes to at this node. */
  #give(): readonly Sending[] {
    const { node, context } = this.#attempt;
    if (node.kind !== "join" && node.kind !== "drain-join")
      return decide(this.#shop.flowCase, node, this.#load);
    const given = gather(node, context.state(newGathered));
    if (given.length > 0) this.#shop.witness.labels.add("join");
    return given;
  }

  async #gain(): Promise<readonly Sending[]> {
    const { node, context } = this.#attempt;
    if (node.kind === "fetcher") return this.#fetch();
    if (node.kind === "caller") {
      this.#shop.witness.labels.add("subflow");
      const called = context.call(this.#shop.subflow(node.subflow), this.#load.value);
      if ((await called) !== subflowResult(this.#load.value))
        this.#shop.witness.violate(`${node.name} got another's result from the flow that it calls`);
    }
    return this.#give();
  }

  async #fetch(): Promise<readonly Sending[]> {
    const { node, context } = this.#attempt;
    const { witness } = this.#shop;
    let count = 1;
    try {
      for (; count < node.count; count++) {
        const message = witness.ask(this.#attempt, context.fetch);
        const { payload } = await witness.wait(this.#attempt, "other", message);
        witness.seeMessage(node, payload as Load, context);
      }
    } catch (error) {
      if (!isPergolaError(error, "NODE_STARVED")) throw error;
      witness.labels.add("starved");
    }
    return fetched(node, count);
  }

  async #hand(given: readonly Sending[]): Promise<unknown> {
    const { send } = this.#script;
    if (send === "return" && given.length === 1) return this.#toReturn(given[0] as Sending);
    for (const sending of given) {
      if (send === "forget") void this.#emit(sending, false);
      else await this.#emit(sending);
    }
    return undefined;
  }

  #toReturn(sending: Sending): unknown {
    this.#arrangeLateEmit();
    const load = this.#newLoad(sending);
    return sending.to === undefined ? load : new Outgoing(load, undefined, sending.to);
  }

  async #emit(sending: Sending, isAwaited = true): Promise<void> {
    const { context } = this.#attempt;
    const { witness } = this.#shop;
    const options = sending.to === undefined ? {} : { to: sending.to };
    const load = this.#newLoad(sending);
    if (this.#script.send === "nowait") {
      try {
        context.emitNowait(load, options);
        // A reader without room has its place given to others until it returns.
        this.#attempt.isWaiting = true;
        return;
      } catch (error) {
        if (!isPergolaError(error, "QUEUE_FULL")) throw error;
        witness.labels.add("nowait-full");
      }
    }
    const taken = witness.ask(this.#attempt, () => context.emit(load, options));
    if (!isAwaited) {
      if (taken !== DONE) witness.noteBlocked(this.#attempt, taken);
      return;
    }
    await (taken === DONE ? taken : witness.wait(this.#attempt, "blocked", taken));
  }

  /** After its end it sends once more. */
  #arrangeLateEmit(): void {
    if (!this.#script.isLate) return;
    const { context } = this.#attempt;
    void this.#shop.wait(1, undefined).then(() => context.emit(this.#poison()).catch(() => undefined));
  }

  #newLoad(sending: Sending): Load {
    return newLoad(this.#shop, this.#attempt.node, this.#attempt.context.trace.id, sending);
  }

  #poison(): Load {
    return { ...this.#newLoad({ value: 0, rounds: 99, to: undefined }), isPoison: true };
  }
}
