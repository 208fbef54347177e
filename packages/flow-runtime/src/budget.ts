/** What a trace may use up before it must end; checked whenever a message goes back in a loop. */
export interface Budget {
  /** Executions of a node in a loop. */
  readonly hops?: number;
  /** Tokens, as counted by `ctx.addTokens()` or by {@link WorkingMemory}; of flows that the trace calls, too. */
  readonly tokens?: number;
  /**
   * `error`: the trace rejects. `answer`: it ends with one `FinalAnswer` that says what was used up, its deadline
   * included. Default `answer` once a message with a {@link WorkingMemory} is seen, else `error`.
   */
  readonly onExhausted?: "error" | "answer";
}
