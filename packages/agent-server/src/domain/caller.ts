import type { BudgetLimits } from "@pergola/resources";

/** Who asks: decided by the connection, never by a body. */
export interface Caller {
  readonly tenantId: string;
  readonly userId: string;
  /** What their runs may spend, besides what the agent allows. Absent: no limits. */
  readonly budget?: BudgetLimits;
}

/** The user of requests that come from this machine, or with the server's token, and not from a browser. */
export const LOCAL_USER = "local";
