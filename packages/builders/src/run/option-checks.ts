import { historyLimitsSchema } from "@pergola/config";
import { budgetLimitsSchema, millisecondsRule, modelParametersSchema } from "@pergola/resources/definition";
import type { CallOptions } from "./call-options.ts";

/** What an option has to be. */
export interface OptionCheck {
  isValid(value: unknown): boolean;
  /** Completes "expected …". */
  readonly expected: string;
}

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === "string" && value !== "";
const isTool = (value: unknown) => isRecord(value) && isText((value as { name?: unknown }).name);

const id: OptionCheck = { isValid: isText, expected: "an id of its own for every run" };
const record: OptionCheck = { isValid: isRecord, expected: "an object" };
/** Ids of a scope are checked where the scope is made. */
const scopeId: OptionCheck = { isValid: () => true, expected: "an id" };

/** One that no model knows would be lost without a word. */
const parameters = () => Object.keys(modelParametersSchema.shape);

/** One check for every option there is; the compiler misses none. */
export const OPTION_CHECKS: Readonly<Record<keyof CallOptions, OptionCheck>> = {
  tenantId: scopeId,
  userId: scopeId,
  sessionId: scopeId,
  runId: id,
  parentRunId: id,
  traceId: {
    isValid: (value) => typeof value === "string" && /^[!-~]{1,128}$/.test(value),
    expected: "1 to 128 printable ASCII characters without spaces",
  },
  signal: {
    isValid: (value) => value instanceof AbortSignal,
    expected: "an AbortSignal, such as controller.signal",
  },
  timeoutMs: millisecondsRule,
  history: {
    isValid: (value) => historyLimitsSchema.safeParse(value).success,
    expected: "{ maxMessages, maxTokens } with integers from 1",
  },
  parameters: {
    isValid: (value) =>
      isRecord(value) && Object.keys(value as object).every((key) => parameters().includes(key)),
    get expected() {
      return `an object of ${parameters().join(", ")}`;
    },
  },
  tools: {
    isValid: (value) => Array.isArray(value) && value.every(isTool),
    expected: "a list of { name, description, parameters }",
  },
  maxIterations: {
    isValid: (value) => Number.isInteger(value) && Number(value) >= 1,
    expected: "an integer from 1",
  },
  budget: {
    isValid: (value) => budgetLimitsSchema.safeParse(value).success,
    expected:
      '{ run, session, user }, each with tokens (an integer from 1) or cost (US dollars above 0), the last two with per: "day", "month" or "total"',
  },
  returnMetrics: { isValid: (value) => typeof value === "boolean", expected: "true or false" },
  callbacks: {
    isValid: (value) => typeof value === "object" && value !== null,
    expected: "LangChain callbacks",
  },
  tags: { isValid: (value) => Array.isArray(value) && value.every(isText), expected: "a list of texts" },
  metadata: record,
  configurable: record,
};
