/** What the user reads when a run has failed and no error step has answered. */
export const DEFAULT_FAILURE_ANSWER = "Something went wrong, and I could not answer. Please try again.";
