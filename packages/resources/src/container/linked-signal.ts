import { abortReason } from "@pergola/core";

/** A signal that fires with the first of several, until it is let go: then no listener is left on them. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
  letGo(): void;
}

export function linkSignals(...sources: readonly (AbortSignal | undefined)[]): LinkedSignal {
  const controller = new AbortController();
  const present = sources.filter((source) => source !== undefined);
  const links = present.map((source) => ({
    source,
    forward: () => controller.abort(abortReason(source)),
  }));
  for (const { source, forward } of links) {
    if (source.aborted) forward();
    else source.addEventListener("abort", forward, { once: true });
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    letGo() {
      for (const { source, forward } of links) source.removeEventListener("abort", forward);
    },
  };
}
