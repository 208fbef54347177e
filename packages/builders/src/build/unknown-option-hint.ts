import { COMMON_STEP_KEYS } from "@pergola/config";
import { suggest } from "@pergola/core";
import type { StepStrategy } from "@pergola/core-steps";

/** What a step's schema says of an option that it does not have. */
interface Issue {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

/** For an option that a step does not have: the nearest one, and all that there are. */
export function unknownOptionHint({ configSchema }: StepStrategy<unknown>, issue: Issue | undefined) {
  const [key] = issue?.keys ?? [];
  if (issue?.code !== "unrecognized_keys" || issue.path.length > 0 || key === undefined) return {};
  const { shape } = configSchema as { readonly shape?: object };
  return shape === undefined
    ? {}
    : { hint: suggest(key, new Set([...Object.keys(shape), ...COMMON_STEP_KEYS])) };
}
