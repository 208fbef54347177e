import type { ConfigProblem } from "./provider-factory.ts";

/** Problems on one line, each after its path. */
export function problemLines(problems: readonly ConfigProblem[]): string {
  return problems.map(({ path, message }) => `${path.join(".") || "config"}: ${message}`).join(" ");
}
