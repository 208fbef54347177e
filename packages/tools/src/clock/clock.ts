import { type Clock, systemClock } from "@pergola/core";
import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../tool.ts";
import { describeTime, type LocalTime } from "./describe-time.ts";
import { resolveTimeZone } from "./time-zone.ts";

export interface ClockToolOptions {
  /** IANA name of the zone for calls that name none. Default: the machine's. */
  readonly timeZone?: string;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** The schema of {@link clock}'s arguments. */
type ClockInput = z.ZodObject<{ timeZone: z.ZodOptional<z.ZodString> }>;

/**
 * A tool that tells the date and time, here or in an IANA time zone.
 *
 * @throws UNKNOWN_TIME_ZONE when the zone in the options does not exist
 */
export function clock(options: ClockToolOptions = {}): Tool<ClockInput, LocalTime> {
  const { clock: source = systemClock } = options;
  const home = resolveTimeZone(options.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone);
  return defineTool({
    name: "clock",
    description:
      "Tells the current date and time, in any time zone. Use it whenever the answer depends on now: you do not know the date.",
    input: z.object({
      timeZone: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .describe(`IANA time zone, for example Asia/Tokyo. Default: ${home}.`),
    }),
    timeoutMs: 5_000,
    execute({ timeZone }): LocalTime {
      return describeTime(source.now(), timeZone === undefined ? home : resolveTimeZone(timeZone));
    },
  });
}
