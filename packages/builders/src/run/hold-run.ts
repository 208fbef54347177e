import type { InFlight } from "@pergola/core";
import type { PreparedRun } from "./prepared-run.ts";

/** A run that counts among `running` from now until it has been executed, which happens once. */
export function holdRun({ execute, abort }: PreparedRun, running: InFlight): PreparedRun {
  const { promise, resolve } = Promise.withResolvers<void>();
  void running.track(promise);
  return { abort, execute: (onEvent) => execute(onEvent).finally(resolve) };
}
