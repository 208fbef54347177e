/** Waits until no run is left. A prompt that was opened begins its run a few promises later, and counts as one. */
export async function runsSettled(running: ReadonlySet<Promise<unknown>>): Promise<void> {
  do {
    await Promise.allSettled(running);
    await new Promise((resolve) => setImmediate(resolve));
  } while (running.size > 0);
}
