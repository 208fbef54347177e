/** The retries that a whole run may spend, its child runs included, whoever spends them: never (n+1)² calls. */
export interface RetryBudget {
  readonly remaining: number;
  /** Takes one retry; false when none is left. */
  take(): boolean;
}
