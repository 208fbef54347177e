import { resourceErrors } from "../../errors.ts";
import { isSignal } from "../../is-signal.ts";
import { receivedValue } from "../../received-value.ts";
import type { UserMemoryLimits } from "./user-memory-limits.ts";

/** The refusals that every memory of users shares, worded once. */
export const userMemoryErrors = {
  /** @param name which argument */
  argumentInvalid: (name: string, received: unknown, expected: string) =>
    resourceErrors.create("USER_MEMORY_ARGUMENT_INVALID", {
      message: `Got ${isSignal(received) ? "a signal" : receivedValue(received, true)} as ${name} of a call on a user's memory; expected ${expected}.`,
      hint: `Pass ${expected}.`,
      details: { name },
    }),
  /** @param place where in the value, such as `address.city`; "" for the value itself */
  notStorable: (place: string, cause?: unknown) =>
    resourceErrors.create("NOT_STORABLE", {
      message: `A value to remember has no JSON form${place === "" ? "" : ` at ${place}`}.`,
      hint: "Keep plain data: text, finite numbers, booleans, null, lists and objects of them. To forget a value, delete its key.",
      details: { place },
      cause,
    }),
  valueTooLarge: (bytes: number, maxValueBytes: number) =>
    resourceErrors.create("USER_MEMORY_VALUE_TOO_LARGE", {
      message: `A value to remember takes ${bytes} bytes as JSON; at most ${maxValueBytes} are kept under one key.`,
      hint: "Keep less, spread it over several keys, or raise userMemory.maxValueBytes. Files belong in the storage.",
      details: { bytes, maxValueBytes },
    }),
  quotaExceeded: ({ maxEntriesPerUser }: Required<Pick<UserMemoryLimits, "maxEntriesPerUser">>) =>
    resourceErrors.create("USER_MEMORY_QUOTA_EXCEEDED", {
      message: `A user may have ${maxEntriesPerUser} values, and there would be more.`,
      hint: "Delete some, or raise userMemory.maxEntriesPerUser.",
      details: { maxEntriesPerUser },
    }),
  notSupported: () =>
    resourceErrors.create("USER_MEMORY_NOT_SUPPORTED", {
      message: "The database of this memory keeps conversations only, and no values of users.",
      hint: 'Take one that has userMemory: withMemory({ type: "conversation" }), or provider: "duckdb".',
    }),
} as const;
