import type { InFlight } from "@pergola/core";
import type { BudgetLedger, LlmResource, ProviderRegistry } from "@pergola/resources";
import type { ToolSlots } from "@pergola/tools";
import type { AgentResources } from "../resources/agent-resources.ts";
import type { InstalledProviders } from "./installed-providers.ts";

/** What is there before an agent is built: an agent lends it to its parts, or goes on with it at a reload. It stays the lender's to close. */
export interface SharedServices {
  readonly providers: ProviderRegistry;
  /** Default: made anew. */
  readonly llm?: LlmResource;
  /** Default: its own. */
  readonly resources?: AgentResources;
  /** Resources of before a reload. */
  readonly previous?: AgentResources;
  readonly installed?: InstalledProviders;
  /** Counts what users have spent, if nothing else does. Default: its own. */
  readonly ownLedger?: BudgetLedger;
  /** Where users are counted. Default: as the definition says. */
  readonly ledger?: () => BudgetLedger;
  /** Keeps tools to their `concurrency`. Default: its own. */
  readonly toolSlots?: ToolSlots;
  /** Runs that have not settled yet. Default: those of its own. */
  readonly running?: InFlight;
}
