import { DEFAULT_FAILURE_ANSWER } from "../run/default-answer.ts";
import type { FailureInfo } from "../run/failure-info.ts";
import { defineFailureStep } from "./define-steps.ts";
import type { StagedStep } from "./staged-step.ts";

/** Writes the failure to the agent's log. */
export function logFailure(): StagedStep {
  return defineFailureStep({
    name: "log-failure",
    run({ failure, logger }) {
      if (failure !== undefined) logger.error(`A step failed in ${failure.stage}`, { ...failure });
    },
  });
}

/** Makes a text of the failure and stores it as `format-failure`, for the steps after it. */
export function formatFailure(format: (failure: FailureInfo) => string = inOneLine): StagedStep {
  return defineFailureStep({
    name: "format-failure",
    run: ({ failure }) => (failure === undefined ? undefined : format(failure)),
  });
}

/** Answers, unless a step before it has. */
export function fallbackAnswer(text: string = DEFAULT_FAILURE_ANSWER): StagedStep {
  return defineFailureStep({
    name: "fallback-answer",
    run({ response, setResponse }) {
      if (response === undefined) setResponse(text);
    },
  });
}

const inOneLine = ({ stage, step, error }: FailureInfo) =>
  `${step} (${stage}) failed with ${error.code}: ${error.message}`;
