import type { PergolaError } from "@pergola/core";
import { resourceErrors } from "./errors.ts";
import { problemLines } from "./problem-lines.ts";
import type { ConfigProblem } from "./provider-factory.ts";

/**
 * A PROVIDER_CONFIG_INVALID with every defect in its message, its hint and its details.
 *
 * @param subject whose config it is, for example `llm/openai` or `openai:gpt-5-mini`.
 * @param details beside `details.problems`.
 */
export function invalidProviderConfig(
  subject: string,
  problems: readonly ConfigProblem[],
  details: Readonly<Record<string, unknown>> = {},
): PergolaError {
  return resourceErrors.create("PROVIDER_CONFIG_INVALID", {
    message: `The config of ${subject} has ${problems.length} defect(s): ${problemLines(problems)}`,
    hint: problems.map(({ hint, message }) => hint ?? message).join(" "),
    details: { ...details, problems },
  });
}
