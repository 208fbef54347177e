import type { PreparedRun } from "./prepared-run.ts";

/** A run that counts among `running` from now until it has been executed, which happens once. */
export function holdRun({ execute, abort }: PreparedRun, running: Set<Promise<unknown>>): PreparedRun {
  const { promise, resolve } = Promise.withResolvers<void>();
  running.add(promise);
  const letGo = () => {
    running.delete(promise);
    resolve();
  };
  return { abort, execute: (onEvent) => execute(onEvent).finally(letGo) };
}
