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
