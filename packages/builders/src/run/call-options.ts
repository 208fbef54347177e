import type { Callbacks } from "@langchain/core/callbacks/manager";
import { suggest } from "@pergola/core";
import type { HistoryLimits, ModelParameters, ToolDefinition } from "@pergola/resources";
import { builderErrors } from "../errors.ts";

/** Options of one run. */
export interface CallOptions {
  /** Default `local`. */
  readonly tenantId?: string;
  /** Default `default`. */
  readonly userId?: string;
  /** The conversation of a chat turn; without it the turn begins a new one. */
  readonly sessionId?: string;
  /** Default: a fresh UUID. */
  readonly runId?: string;
  /** The run that asked for this one; events name it. */
  readonly parentRunId?: string;
  /** Stops the run. */
  readonly signal?: AbortSignal;
  /** The run ends with outcome `deadline` after this. Default: the agent's `limits.timeoutMs`. */
  readonly timeoutMs?: number;
  /** How much of the conversation goes to the model. Default: the agent's `memory.window`. */
  readonly history?: HistoryLimits;
  /** Parameters of every model call of the run; they win over those of the steps. */
  readonly parameters?: ModelParameters;
  /** Tools of the caller: offered to the model; when it calls one the run completes and `result.toolCalls` has the call. */
  readonly tools?: readonly ToolDefinition[];
  /** Most model calls of a tools-loop in this run. */
  readonly maxIterations?: number;
  /** Adds `metrics` to the result. */
  readonly returnMetrics?: boolean;
  /** LangChain callbacks, for example a tracer. */
  readonly callbacks?: Callbacks;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Values for LangGraph's `configurable`; `thread_id` and `checkpoint_*` belong to the agent. */
  readonly configurable?: Readonly<Record<string, unknown>>;
}

const KNOWN: readonly (keyof CallOptions)[] = [
  "tenantId",
  "userId",
  "sessionId",
  "runId",
  "parentRunId",
  "signal",
  "timeoutMs",
  "history",
  "parameters",
  "tools",
  "maxIterations",
  "returnMetrics",
  "callbacks",
  "tags",
  "metadata",
  "configurable",
];

/** @throws INVALID_CALL_OPTIONS, RESERVED_CONFIGURABLE */
export function checkCallOptions(options: CallOptions): void {
  for (const key of Object.keys(options))
    if (!(KNOWN as readonly string[]).includes(key)) throw unknownOption(key);
  checkNumber("timeoutMs", options.timeoutMs, (value) => value > 0, "a number above 0");
  checkNumber(
    "maxIterations",
    options.maxIterations,
    (value) => value >= 1 && Number.isInteger(value),
    "an integer from 1",
  );
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal))
    throw badSignal(options.signal);
  if (options.runId === "") throw invalid("runId is empty; expected an id of its own for every run.");
  const reserved = Object.keys(options.configurable ?? {}).filter(isReserved);
  if (reserved.length > 0) throw reservedConfigurable(reserved);
}

function isReserved(key: string): boolean {
  return (
    key === "thread_id" ||
    key.startsWith("checkpoint_") ||
    key.startsWith("__pregel") ||
    key.startsWith("__pergola")
  );
}

function checkNumber(
  name: string,
  value: number | undefined,
  isValid: (value: number) => boolean,
  expected: string,
) {
  if (value === undefined || (typeof value === "number" && isValid(value))) return;
  throw invalid(`${name} is ${String(value)}; expected ${expected}.`);
}

function invalid(message: string, hint = "Correct it, or leave it out for the default.") {
  return builderErrors.create("INVALID_CALL_OPTIONS", { message, hint });
}

const badSignal = (received: unknown) =>
  invalid(
    `signal is ${typeof received}; expected an AbortSignal.`,
    "Pass controller.signal, not the controller.",
  );

const unknownOption = (key: string) => invalid(`There is no option "${key}".`, suggest(key, KNOWN));

function reservedConfigurable(keys: readonly string[]) {
  return builderErrors.create("RESERVED_CONFIGURABLE", {
    message: `configurable sets ${keys.join(", ")}, which belong to the agent.`,
    hint: "Name conversations with sessionId; for LangGraph threads use agent.graph directly.",
    details: { keys },
  });
}
