import type { Blocked } from "./blocked.ts";
import type { Execution } from "./execution.ts";

export const DONE: Promise<void> = Promise.resolve();

/** Resolves when what waits has been taken, and the node that sent it has its place again; rejects when it never will. */
export function whenTaken(blocked: Blocked, execution: Execution): Promise<void> {
  return new Promise((resolve, reject) => {
    blocked.onTaken = () => {
      if (execution.parks > 0) execution.runner.comeBack(execution, resolve);
      else resolve();
    };
    blocked.onDropped = reject;
  });
}
