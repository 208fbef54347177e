import { flowErrors } from "../errors.ts";
import type { Gathering } from "../flow-node.ts";
import { innerContext } from "../inner-context.ts";
import type { NodeContext } from "../node-context.ts";
import { Outgoing } from "../outgoing.ts";
import { JoinRound } from "./join-round.ts";
import type { JoinSettings } from "./join-settings.ts";

const newRound = () => new JoinRound();

/** The work of a join. What it has of a trace is in the trace's own state, and ends with it. */
export class Join {
  readonly #settings: JoinSettings;

  constructor(settings: JoinSettings) {
    this.#settings = settings;
  }

  readonly run = (payload: unknown, given: NodeContext): Outgoing | undefined => {
    const { k, timeoutMs } = this.#settings;
    const context = innerContext(given);
    const round = context.state(newRound);
    const { meta, edge } = context;
    if (!round.add({ payload, meta, edge })) return undefined;
    if (round.size === k) return this.#end(round);
    if (timeoutMs !== undefined)
      round.startTimer(() =>
        context.later(timeoutMs, () => this.#giveUp(round, `were there after ${timeoutMs} ms`)),
      );
    return undefined;
  };

  /** All but a first one that starts the timer, and the last one. */
  readonly gathering: Gathering<JoinRound> = {
    begin: newRound,
    take: (round, message) => {
      const { k, timeoutMs } = this.#settings;
      if (round.isLast(k) || (timeoutMs !== undefined && round.size === 0)) return false;
      round.add(message);
      return true;
    },
    isEmpty: (round) => round.size === 0,
  };

  /** Nothing moves any more, so nothing can come. */
  readonly onDrained = (context: NodeContext): Outgoing => {
    return this.#giveUp(context.state(newRound), "came, and nothing of the trace is left");
  };

  #giveUp(round: JoinRound, what: string): Outgoing {
    const { name, k, onIncomplete } = this.#settings;
    const have = round.size;
    if (onIncomplete === "emit") return this.#end(round, k - have);
    throw flowErrors.create("JOIN_INCOMPLETE", {
      message: `Join "${name}" waits for ${k} messages; ${have} ${what}.`,
      hint: 'Let every branch send one, raise timeoutMs, or take what there is with onIncomplete: "emit".',
      details: { node: name, have, expected: k },
    });
  }

  #end(round: JoinRound, late = 0): Outgoing {
    const { name, merge, reduceMeta } = this.#settings;
    const { payloads } = round;
    const meta = round.meta(reduceMeta);
    round.end(late);
    // Whoever wrote `merge` has said what comes.
    const merged = merge(payloads as readonly never[]);
    if (merged instanceof Promise) {
      merged.catch(() => undefined);
      throw new TypeError(`The merge of join "${name}" is async. Let a node after it do what takes time.`);
    }
    return new Outgoing(merged, meta);
  }
}
