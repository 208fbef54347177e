import type { Body } from "../cpu-time.ts";
import type { Run } from "./run.ts";

/** A body whose turn is `atOnce` runs; all the time so many are under way. */
export const inFlight =
  (run: Run, atOnce: number): Body =>
  async (times) => {
    const end = times * atOnce;
    let next = 0;
    const lane = async () => {
      while (next < end) await run(next++);
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  };
