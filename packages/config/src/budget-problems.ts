import type { AgentConfigData } from "./agent-config-data.ts";
import type { AgentConfigProblem } from "./agent-config-problem.ts";
import { isPlain } from "./shown-value.ts";

/** A limit of sessions where there are none: it would never hold. */
export function budgetProblems({
  budget,
  memory,
}: Pick<AgentConfigData, "budget" | "memory">): readonly AgentConfigProblem[] {
  if (!isPlain(budget) || budget.session === undefined || memory.type !== "none") return [];
  return [
    {
      path: ["budget", "session"],
      message: "The agent has no memory, so that none of its runs has a session.",
      hint: 'Add .withMemory({ type: "conversation" }), or limit a run or a user.',
    },
  ];
}
