import type { InFlight } from "@pergola/core";

/** Waits until no run is left. A prompt that was opened begins its run a few promises later, and counts as one. */
export async function runsSettled(running: InFlight): Promise<void> {
  do {
    await running.settled();
    await new Promise((resolve) => setImmediate(resolve));
  } while (running.size > 0);
}
