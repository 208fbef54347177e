import { errorMessage, isPergolaError, type PergolaError, suggest, toErrorData } from "@pergola/core";
import { resourceErrors } from "../errors.ts";
import { problemLines } from "../problem-lines.ts";
import { chainText } from "./resource-chain.ts";
import type { ResourceStatus } from "./resource-state.ts";
import type { ResourceProblem } from "./validation-result.ts";

/** What a resource was doing when it failed. */
export type ResourcePhase = "create" | "inject" | "initialize" | "health" | "use" | "close";

/** A resource whose close, or whose work in flight, did not end well. */
export interface CloseFailure {
  readonly key: string;
  readonly error: unknown;
}

/** Why a resource did not start. */
export interface StartFailure {
  readonly key: string;
  readonly phase: ResourcePhase;
  readonly error: unknown;
  /** Of the half-started one itself. */
  readonly closeFailures: readonly CloseFailure[];
}

const DOING: Readonly<Record<ResourcePhase, string>> = {
  create: "while it was made",
  inject: "while it was given its dependencies",
  initialize: "while it was initialised",
  health: "in its health check",
  use: "while work was in flight",
  close: "while it was closed",
};

export function resourcesInvalid(problems: readonly ResourceProblem[]): PergolaError {
  return resourceErrors.create("RESOURCES_INVALID", {
    message: `The resources have ${problems.length} defect(s), and nothing was started: ${problemLines(problems)}`,
    hint: problems.map(({ hint, message }) => hint ?? message).join(" "),
    details: { problems },
  });
}

export function startFailed(
  { key, phase, error }: StartFailure,
  chain: readonly string[],
  closeFailures: readonly CloseFailure[],
): PergolaError {
  const where = chain.length > 1 ? ` (needed by ${chainText(chain)})` : "";
  return resourceErrors.create("RESOURCE_START_FAILED", {
    message: `The resource "${key}"${where} failed ${DOING[phase]}: ${errorMessage(error)}`,
    hint: `${hintOf(error)}Everything that had been started is closed again; start() may be called again.`,
    details: {
      key,
      phase,
      chain,
      ...(closeFailures.length > 0 && { closeFailures: closeFailures.map(failureData) }),
    },
    cause: error,
  });
}

export function closeFailed(failures: readonly CloseFailure[]): PergolaError {
  const lines = failures.map(({ key, error }) => `"${key}": ${errorMessage(error)}`);
  return resourceErrors.create("RESOURCE_CLOSE_FAILED", {
    message: `${failures.length} resource(s) did not close well; the others are closed. ${lines.join(" ")}`,
    hint: "Look at what they may have left open: connections, files, locks.",
    details: { failures: failures.map(failureData) },
    cause:
      failures.length === 1 ? failures[0]?.error : new AggregateError(failures.map(({ error }) => error)),
  });
}

export function resourceTimeout(key: string, phase: ResourcePhase, limitMs: number): PergolaError {
  return resourceErrors.create("RESOURCE_TIMEOUT", {
    message: `"${key}" took longer than ${limitMs} ms ${DOING[phase]}.`,
    hint: `See what it waits for, or raise ${settingOf(phase)} of "${key}".`,
    details: { key, phase, limitMs },
  });
}

export function resourceMalformed(key: string, received: unknown): PergolaError {
  return resourceErrors.create("RESOURCE_MALFORMED", {
    message: `create() of "${key}" gave ${received === null ? "null" : typeof received}; expected an object.`,
    hint: "Return the resource from create().",
    details: { key },
  });
}

export function resourceUnhealthy(key: string, message = "it gave no reason"): PergolaError {
  return resourceErrors.create("RESOURCE_UNHEALTHY", {
    message: `"${key}" says that it is down: ${message}`,
    hint: "Check that what it talks to runs and can be reached.",
    details: { key },
  });
}

export function resourceNotFound(key: string, known: readonly string[]): PergolaError {
  return resourceErrors.create("RESOURCE_UNKNOWN", {
    message: `There is no resource "${key}".`,
    hint: suggest(key, known),
    details: { key, known },
  });
}

export function resourceNotStarted(key: string, status: ResourceStatus): PergolaError {
  return resourceErrors.create("RESOURCE_NOT_STARTED", {
    message: `The resource "${key}" was asked for before all resources were started (it is ${status}).`,
    hint: "Await start() of the container first.",
    details: { key, state: status },
  });
}

export function containerClosed(): PergolaError {
  return resourceErrors.create("RESOURCE_CLOSED", {
    message: "The resources were used after close().",
    hint: "Keep the container open for as long as it is used; a closed one does not open again.",
  });
}

function failureData({ key, error }: CloseFailure) {
  return { key, error: toErrorData(error) };
}

function hintOf(error: unknown): string {
  return isPergolaError(error) && error.hint !== undefined ? `${error.hint} ` : "";
}

function settingOf(phase: ResourcePhase): string {
  return phase === "use" || phase === "close" ? "closeTimeoutMs" : "startTimeoutMs";
}
