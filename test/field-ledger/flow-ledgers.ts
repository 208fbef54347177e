import { flowCallOptions } from "./entries/flows/call-options.ts";
import { flowOptions } from "./entries/flows/flow-options.ts";
import { nodeLedgers } from "./entries/flows/nodes.ts";
import type { Ledger } from "./ledger.ts";

/** Everything that can be set of flows, of what draws and tests them, and of the server that serves them. */
export const FLOW_LEDGERS: readonly Ledger[] = [flowOptions, ...nodeLedgers, ...flowCallOptions];
