import type { StepContext } from "./step.ts";
import type { StepBookmark } from "./step-bookmark.ts";
import type { StepWrites } from "./step-writes.ts";

export interface StepChainOptions {
  /** Stops this chain alone. */
  readonly signal?: AbortSignal;
  /** State values that only this chain sees. */
  readonly locals?: Readonly<Record<string, unknown>>;
  /** Which of several runs of the same chain this is, for its events: `urls[2]`. */
  readonly label?: string;
  /**
   * What is said in the chain is no part of the conversation: no message of it is kept with the turn, and a model's text goes
   * on the run's stream only with `streamText`; `onText` is told of each piece that does. Default: it is said by the agent.
   */
  readonly aside?: { readonly streamText: boolean; readonly onText?: (callId: string, text: string) => void };
  /** Of the chain's one step: how often it was tried, and where it goes on when it has asked something. */
  readonly bookmark?: StepBookmark;
}

/**
 * The steps of a group, one after the other on their own copy of the state: nobody sees what they write until their
 * writes are returned and merged.
 *
 * @returns what they have written, in order
 * @throws what a step threw; the signal's reason
 */
export type StepChain = (
  state: Readonly<Record<string, unknown>>,
  context: StepContext,
  options?: StepChainOptions,
) => Promise<StepWrites>;
