import { resourceErrors } from "../errors.ts";
import type { TurnStatus } from "./turn-status.ts";

/** The refusals that every conversation store shares, worded once. */
export const conversationErrors = {
  alreadyAdmitted: (runId: string) =>
    resourceErrors.create("RUN_ALREADY_ADMITTED", {
      message: `The session has a turn of run ${JSON.stringify(runId)} already.`,
      hint: "Admit a run once; give every run its own id.",
      details: { runId },
    }),
  turnNotFound: (runId: string) =>
    resourceErrors.create("TURN_NOT_FOUND", {
      message: `This user has no turn of run ${JSON.stringify(runId)} in this session.`,
      hint: "Admit the turn first, with the same tenant, agent, user and session. A deleted session has no turns.",
      details: { runId },
    }),
  turnEnded: (runId: string, status: TurnStatus) =>
    resourceErrors.create("TURN_SETTLED", {
      message: `The turn of run ${JSON.stringify(runId)} is ${status} and takes no more writes.`,
      hint: "Start a new run; what is stored stays as it is.",
      details: { runId, status },
    }),
  closed: () =>
    resourceErrors.create("STORE_CLOSED", {
      message: "The conversation store is closed.",
      hint: "Open a new store, or close it only after the last use.",
    }),
} as const;
