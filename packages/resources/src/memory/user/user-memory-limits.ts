import { requireNumbers } from "../../require-numbers.ts";

/** How much a user's memory takes. */
export interface UserMemoryLimits {
  /** Most bytes of one value, as JSON in UTF-8. Default 65 536. */
  readonly maxValueBytes?: number;
  /** Most values of one user. Default 1000. */
  readonly maxEntriesPerUser?: number;
}

/** The limits, with their defaults. @throws PROVIDER_CONFIG_INVALID */
export function userMemoryLimits(limits: UserMemoryLimits = {}): Required<UserMemoryLimits> {
  const { maxValueBytes = 65_536, maxEntriesPerUser = 1000 } = limits;
  requireNumbers("user memory", {
    maxValueBytes: [maxValueBytes, "countFrom1"],
    maxEntriesPerUser: [maxEntriesPerUser, "countFrom1"],
  });
  return { maxValueBytes, maxEntriesPerUser };
}
