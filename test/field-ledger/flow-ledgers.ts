import { serverLedgers } from "./entries/flows/agent-server.ts";
import { flowCallOptions } from "./entries/flows/call-options.ts";
import { contextLedgers } from "./entries/flows/context.ts";
import { flowOptions } from "./entries/flows/flow-options.ts";
import { helperLedgers } from "./entries/flows/helpers.ts";
import { nodeLedgers } from "./entries/flows/nodes.ts";
import { testkitLedgers } from "./entries/flows/testkit.ts";
import { vizLedgers } from "./entries/flows/viz.ts";
import type { Ledger } from "./ledger.ts";

/** Everything that can be set of flows, of what draws and tests them, and of the server that serves them. */
export const FLOW_LEDGERS: readonly Ledger[] = [
  flowOptions,
  ...nodeLedgers,
  ...flowCallOptions,
  ...contextLedgers,
  ...helperLedgers,
  ...testkitLedgers,
  ...vizLedgers,
  ...serverLedgers,
];
