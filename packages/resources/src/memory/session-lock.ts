import { abortReason } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { requireNumbers } from "../require-numbers.ts";
import type { Release } from "./conversation-store.ts";

/** One holder per key, the others in order of arrival. Works within a process. */
export interface SessionLock {
  /**
   * Waits for the key to be free. A waiter whose signal fires leaves the queue.
   *
   * @throws SESSION_QUEUE_FULL; the signal's reason when it fires first.
   */
  acquire(key: string, options?: { readonly signal?: AbortSignal }): Promise<Release>;
  /** Whether somebody holds the key. */
  isHeld(key: string): boolean;
  /** Keys that are held right now; an idle lock keeps none. */
  readonly heldKeys: number;
}

export interface SessionLockOptions {
  /** Most waiters for one key. Default 1000. */
  readonly maxWaiters?: number;
}

/** Makes a lock whose keys come and go with their use. @throws PROVIDER_CONFIG_INVALID */
export function createSessionLock(options: SessionLockOptions = {}): SessionLock {
  const { maxWaiters = 1000 } = options;
  requireNumbers("session lock", { maxWaiters: [maxWaiters, "countFrom0"] });
  /** The waiters of each held key, oldest first. */
  const queues = new Map<string, Set<() => void>>();

  const passOn = (key: string, waiters: Set<() => void>): void => {
    const [next] = waiters;
    if (next === undefined) queues.delete(key);
    else next();
  };

  const releaseOnce = (key: string, waiters: Set<() => void>): Release => {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      passOn(key, waiters);
    };
  };

  const join = (key: string, waiters: Set<() => void>, signal: AbortSignal | undefined) =>
    new Promise<Release>((resolve, reject) => {
      const leave = () => {
        waiters.delete(onTurn);
        signal?.removeEventListener("abort", onAbort);
      };
      const onTurn = () => {
        leave();
        resolve(releaseOnce(key, waiters));
      };
      const onAbort = () => {
        leave();
        if (signal !== undefined) reject(abortReason(signal));
      };
      waiters.add(onTurn);
      signal?.addEventListener("abort", onAbort, { once: true });
    });

  return {
    async acquire(key, { signal } = {}) {
      if (signal?.aborted) throw abortReason(signal);
      const waiters = queues.get(key);
      if (waiters === undefined) {
        const queue = new Set<() => void>();
        queues.set(key, queue);
        return releaseOnce(key, queue);
      }
      if (waiters.size >= maxWaiters) throw queueFull(maxWaiters);
      return join(key, waiters, signal);
    },
    isHeld: (key) => queues.has(key),
    get heldKeys() {
      return queues.size;
    },
  };
}

function queueFull(maxWaiters: number) {
  return resourceErrors.create("SESSION_QUEUE_FULL", {
    message: `${maxWaiters} turns wait for this session already, which is the most.`,
    hint: "Send the turns of one session one after the other, or use several sessions.",
    details: { maxWaiters },
  });
}
