import type { LogComponent, LogLevel } from "@pergola/observability";
import { LOG_COMPONENTS, LOG_LEVELS } from "../features/logs/log-search.ts";
import { HOURS } from "../features/metrics/hours.ts";
import { RUN_STATUSES, type RunStatus } from "../features/runs/run-status.ts";

/** What every page's URL may carry after the `?`. */
export interface PageSearch {
  /** The agent in use; without it the first one of the server. */
  readonly agent?: string | undefined;
  /** Filters the list of the page. */
  readonly q?: string | undefined;
  /** The trace of a flow that is followed. */
  readonly trace?: string | undefined;
  /** Runs of this outcome only. */
  readonly status?: RunStatus | undefined;
  /** Runs of this session only. */
  readonly session?: string | undefined;
  /** The row of a run whose details are shown. */
  readonly span?: number | undefined;
  /** Lines of the log of this level and above only. */
  readonly level?: LogLevel | undefined;
  /** Lines of the log about this part only. */
  readonly component?: LogComponent | undefined;
  /** Lines of the log about this resource only. */
  readonly resource?: string | undefined;
  /** Lines of the log of this run only. */
  readonly run?: string | undefined;
  /** How far back figures go. */
  readonly hours?: number | undefined;
  /** At phone width: the list instead of what is beside it. */
  readonly show?: "list" | undefined;
}

/** Keeps what is understood and drops the rest. */
export function parsePageSearch(search: Readonly<Record<string, unknown>>): PageSearch {
  return {
    agent: textOf(search.agent),
    q: textOf(search.q),
    trace: textOf(search.trace),
    status: RUN_STATUSES.find((each) => each === search.status),
    session: textOf(search.session),
    span: wholeNumberOf(search.span),
    level: LOG_LEVELS.find((each) => each === search.level),
    component: LOG_COMPONENTS.find((each) => each === search.component),
    resource: textOf(search.resource),
    run: textOf(search.run),
    hours: HOURS.find((each) => each === search.hours),
    show: search.show === "list" ? "list" : undefined,
  };
}

function wholeNumberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}
