import type { Attempt } from "./attempt.ts";
import type { Blocked } from "./blocked.ts";

export const DONE: Promise<void> = Promise.resolve();

/** Resolves when what waits has been taken, and the node that sent it has its place again; rejects when it never will. */
export function whenTaken(blocked: Blocked, attempt: Attempt): Promise<void> {
  return new Promise((resolve, reject) => {
    blocked.onTaken = () => {
      if (attempt.parks > 0) attempt.comeBack(resolve);
      else resolve();
    };
    blocked.onDropped = reject;
  });
}
