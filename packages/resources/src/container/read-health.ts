import type { HealthReport } from "@pergola/core";
import { receivedValue } from "../received-value.ts";

const STATUSES: ReadonlySet<unknown> = new Set(["ok", "degraded", "down"] satisfies HealthReport["status"][]);

/** What a resource has answered; no answer is a good one, an answer that means nothing is none. */
export function readHealth(answer: unknown): HealthReport {
  if (answer === undefined || answer === null) return { status: "ok" };
  const { status, message } = answer as { readonly status?: unknown; readonly message?: unknown };
  const told = typeof message === "string" ? { message } : {};
  if (STATUSES.has(status)) return { status: status as HealthReport["status"], ...told };
  return {
    status: "down",
    message: `Its health() answered with the status ${receivedValue(status, false)}; expected "ok", "degraded" or "down".`,
  };
}
