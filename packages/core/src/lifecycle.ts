/** What owns something that must be released. */
export interface Closable extends AsyncDisposable {
  /** Idempotent; waits for work in flight; afterwards every method rejects. */
  close(): Promise<void>;
}

export interface HealthReport {
  readonly status: "ok" | "degraded" | "down";
  readonly message?: string;
}

/** A service with a life: started once, shared, closed in reverse order. */
export interface Lifecycle extends Closable {
  /** Opens what the service needs. Safe to call again after a failure. */
  initialize?(options: { readonly signal?: AbortSignal }): Promise<void>;
  health?(options: { readonly signal?: AbortSignal }): Promise<HealthReport>;
}
