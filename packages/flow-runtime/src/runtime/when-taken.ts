import type { Attempt } from "./attempt.ts";
import type { Blocked } from "./blocked.ts";

export const DONE: Promise<void> = Promise.resolve();

/** Resolves when what waits has been taken, and the node that sent it has its place again; rejects when it never will. */
export function whenTaken(blocked: Blocked, attempt: Attempt): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = attempt.context?.onEnd((reason) => {
      if (reason !== undefined) reject(reason);
    });
    const goOn = () => {
      forget?.();
      resolve();
    };
    blocked.onTaken = () => {
      if (blocked.hasParked) attempt.comeBack(goOn);
      else goOn();
    };
  });
}
