import type { ContributionSource } from "@pergola/plugins";

/** The step type `staged`, whose package is loaded by the first agent that has a workflow. */
export const workflowSource: ContributionSource = {
  contributionNames: async (kind) => (kind === "steps" ? ["staged"] : []),
  async contribution(kind, name) {
    if (kind !== "steps" || name !== "staged") return undefined;
    const { stagedStep } = await import("@pergola/pipeline");
    // Of the kind that was asked for.
    return stagedStep as never;
  },
};
