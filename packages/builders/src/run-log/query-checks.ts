import { RUN_OUTCOMES } from "@pergola/core";
import { TURN_STATUSES } from "@pergola/resources";
import { OPTION_CHECKS, type OptionCheck } from "../run/option-checks.ts";
import type { RunLogQuery } from "./run-log-query.ts";
import type { SummaryQuery } from "./summary-query.ts";

/** Ids of a scope are checked where the scope is made. */
const scopeId: OptionCheck = { isValid: () => true, expected: "an id" };
const text: OptionCheck = { isValid: (value) => typeof value === "string", expected: "a text" };
const time: OptionCheck = {
  isValid: (value) => typeof value === "number" && !Number.isNaN(value),
  expected: "a number, epoch milliseconds",
};
const oneOf = (known: readonly string[]): OptionCheck => ({
  isValid: (value) => known.includes(value as string),
  expected: known.join(", "),
});

/** One check for every part of a query there is; the compiler misses none. */
export const QUERY_CHECKS: Readonly<Record<keyof RunLogQuery, OptionCheck>> = {
  tenantId: scopeId,
  userId: scopeId,
  sessionId: text,
  runId: text,
  status: oneOf(TURN_STATUSES),
  outcome: oneOf(RUN_OUTCOMES),
  from: time,
  to: time,
  cursor: text,
  limit: { isValid: (value) => typeof value === "number", expected: "a number from 1 to 200" },
};

/** The same for a summary. */
export const SUMMARY_CHECKS: Readonly<Record<keyof SummaryQuery, OptionCheck>> = {
  tenantId: scopeId,
  userId: scopeId,
  hours: {
    isValid: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 168,
    expected: "an integer from 1 to 168",
  },
  signal: OPTION_CHECKS.signal,
};
