import { z } from "zod";
import { resourceErrors } from "../errors.ts";
import { lazySchema } from "../lazy-schema.ts";
import { problemLines } from "../problem-lines.ts";
import { schemaProblems } from "../schema-problems.ts";

/** When a breaker opens and how long it stays so. */
export interface BreakerSettings {
  /** Failures in a row that open it; an integer from 1. Default by category: a database 3, files 2, all else 5. */
  readonly failures?: number;
  /**
   * How long it stays open before one call may try, in milliseconds; from 0. Default 30 000. A call that tries for longer
   * keeps the next one from trying no more.
   */
  readonly resetMs?: number;
}

interface BreakerOwner {
  readonly owner: string;
  readonly category: string;
  readonly attempts?: number;
}

const DEFAULT_FAILURES = 5;

const DEFAULT_RESET_MS = 30_000;

const FAILURES_OF: ReadonlyMap<string, number> = new Map([
  ["database", 3],
  ["memory", 3],
  ["vector-store", 3],
  ["storage", 2],
]);

const shape = () =>
  ({
    failures: z.int().min(1).describe("Failures in a row that open the breaker.").optional(),
    resetMs: z.number().min(0).describe("How long it stays open, in milliseconds.").optional(),
  }) satisfies Record<keyof BreakerSettings, z.ZodType>;

/** Schema of {@link BreakerSettings}, wherever they are given. */
export const breakerSettingsSchema = lazySchema(() => z.strictObject(shape()));

/**
 * @param owner key of what the settings were given to, for example `llm`
 * @param attempts tries that one call may make: a breaker nobody has set does not open before they are made
 * @throws BREAKER_SETTINGS_INVALID with every defect
 */
export function completeBreakerSettings(
  settings: BreakerSettings,
  { owner, category, attempts = 1 }: BreakerOwner,
): Required<BreakerSettings> {
  const problems = schemaProblems(breakerSettingsSchema, settings);
  if (problems.length === 0) {
    const usual = FAILURES_OF.get(category) ?? DEFAULT_FAILURES;
    const { failures = Math.max(usual, attempts), resetMs = DEFAULT_RESET_MS } = settings;
    return { failures, resetMs };
  }
  throw resourceErrors.create("BREAKER_SETTINGS_INVALID", {
    message: `The breaker settings of "${owner}" have ${problems.length} defect(s): ${problemLines(problems)}`,
    hint: problems.map(({ hint, message }) => hint ?? message).join(" "),
    details: { owner, problems },
  });
}
