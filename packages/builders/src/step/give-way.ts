/** Longest time, in milliseconds, that steps go on without letting timers and sockets have their turn. */
const MAX_TURN_MS = 50;

/** As it is now: tests may replace the global one. */
const { setImmediate } = globalThis;

let turnStartedAt: number | undefined;

/**
 * Steps that wait for nothing run in one turn of the event loop, in which no timer fires: nobody could stop them. When the
 * turn has lasted long enough this gives a promise of the next one, else nothing.
 */
export function giveWay(): Promise<void> | undefined {
  const now = performance.now();
  if (turnStartedAt === undefined) {
    turnStartedAt = now;
    setImmediate(() => {
      turnStartedAt = undefined;
    });
    return undefined;
  }
  if (now - turnStartedAt < MAX_TURN_MS) return undefined;
  return new Promise((resolve) => setImmediate(resolve));
}
