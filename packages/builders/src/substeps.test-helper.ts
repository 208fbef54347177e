import { StateTypeFactory } from "@pergola/config";
import { z } from "zod";

const Plain = z.object({
  topic: z.string().default("bees"),
  urls: z.array(z.string()).default([]),
  url: z.string().optional(),
  place: z.number().optional(),
  page: z.string().optional(),
  pages: z.array(z.string()).optional(),
  kind: z.union([z.string(), z.boolean()]).optional(),
  facts: z.string().optional(),
  risks: z.string().optional(),
  log: z.array(z.string()).default([]),
});

/** Keys for every step that holds steps; each write of `log` is appended. */
export const State = StateTypeFactory.mergeable(Plain, { log: "append" });

/** A step that writes this. */
export const write = (update: Record<string, unknown>) =>
  ({ step: "custom", config: { step: () => update } }) as const;

/** Waits for the run's signal, and keeps what it was told. */
export const untilStopped = (told: unknown[] = [], begun: unknown[] = []) => ({
  step: "custom" as const,
  config: {
    step: (_state: unknown, { run: { signal } }: { run: { signal: AbortSignal } }) =>
      new Promise<never>((_, reject) => {
        begun.push(signal);
        signal.addEventListener("abort", () => {
          told.push(signal.reason);
          reject(signal.reason);
        });
      }),
  },
});
