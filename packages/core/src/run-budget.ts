import type { Usage } from "./usage.ts";

/** What a vendor takes for a model, in US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  /** Of input that came from the vendor's cache. Default: that of `input`. */
  readonly cachedInput?: number;
  /**
   * Of input that the vendor stores in its cache. Default: that of `input`. Where it is given and an answer does not tell how
   * much was stored, all input that did not come from the cache counts so.
   */
  readonly cacheWrite?: number;
  readonly output: number;
}

/** The worst case of one model call. */
export interface BudgetRequest {
  /** As events show it, for example `openai:gpt-5-mini`. */
  readonly model: string;
  /** Most tokens that the vendor can count of what is sent. */
  readonly inputTokens: number;
  /** Most tokens that the call asks to be answered with. */
  readonly maxOutputTokens: number;
  /** Fewest of them that are of any use. Default 16, or what is asked for if that is less. */
  readonly minOutputTokens?: number;
  /** Undefined when nobody knows it: no cap on money lets such a call pass. */
  readonly price?: ModelPrice | undefined;
}

/** What a call may spend, taken from every cap that it stands under. */
export interface BudgetReservation {
  /** Most tokens that the answer may have: what was asked for, or what can be paid. At least 1. */
  readonly maxOutputTokens: number;
  /**
   * Puts what was really spent in the place of the reservation. Once; a second time changes nothing.
   *
   * @param usage undefined: nobody knows, so it counts with its worst case. `NO_USAGE`: nothing was sent.
   */
  settle(usage: Usage | undefined): Promise<void>;
}

/** What a run, and everything inside it, may spend. Whoever calls a model reserves from it first. */
export interface RunBudget {
  /** The runs whose caps these are: the run itself and, for one inside another, that one's. */
  readonly runIds: readonly string[];
  /** @throws BUDGET_EXCEEDED, BUDGET_UNENFORCEABLE */
  reserve(request: BudgetRequest): Promise<BudgetReservation>;
}
