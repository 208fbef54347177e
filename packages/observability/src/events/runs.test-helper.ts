import type { ObservedRun, RunEvent, RunObserver, Scope } from "@pergola/core";

export const scope: Scope = { tenantId: "acme", userId: "ada", agentId: "host", sessionId: "s" };

/** Tells an observer of a run, event by event. */
export function tellRun(observer: RunObserver, options: { runId?: string; at?: number; scope?: Scope } = {}) {
  const run: ObservedRun = { id: options.runId ?? "run-1", scope: options.scope ?? scope };
  let seq = 0;
  return (event: Readonly<Record<string, unknown>> & { readonly type: string }): void =>
    observer.observe(
      { runId: run.id, seq: seq++, at: options.at ?? 0, ...event } as unknown as RunEvent,
      run,
    );
}

export const started = { type: "run-started", agentId: "host" };

export const finished = (outcome = "completed", rest: Readonly<Record<string, unknown>> = {}) => ({
  type: "run-finished",
  outcome,
  latencyMs: 40,
  usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 },
  ...rest,
});

export const failure = (code: string) => ({ code, message: `It failed with ${code}.` });
