// Runs in a worker: puts a link in the place of a folder and the folder back, over and over, until it is told to stop.
// Data: the folder, where it is kept meanwhile, where the link leads, and a flag that is shared with the test.
import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { workerData } from "node:worker_threads";

interface SwapData {
  readonly place: string;
  readonly kept: string;
  readonly outside: string;
  /** [0]: 1 when it must stop; [1]: how often it has swapped. */
  readonly flags: Int32Array;
}

const { place, kept, outside, flags } = workerData as SwapData;

while (Atomics.load(flags, 0) === 0) {
  attempt(() => renameSync(place, kept));
  attempt(() => symlinkSync(outside, place));
  attempt(() => rmSync(place));
  attempt(() => renameSync(kept, place));
  Atomics.add(flags, 1, 1);
}
attempt(() => mkdirSync(place));

/** The storage works in the same places: any step may come too late. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The next round begins anew.
  }
}
