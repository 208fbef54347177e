import type { BreakerSnapshot } from "./breaker.ts";

declare module "@pergola/core" {
  interface RunEventMap {
    /** A circuit breaker changed, told in the run whose call changed it. `resource` is the key of its owner: `llm`. */
    "breaker-changed": BreakerSnapshot & { readonly resource: string };
  }
}

export type BreakerChangedEvent = import("@pergola/core").RunEvent<"breaker-changed">;
