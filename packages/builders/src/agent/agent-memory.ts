import { hasMemory, type MemorySettings } from "@pergola/config";
import {
  asMemory,
  type BudgetLedger,
  type ConversationStore,
  type HistoryLimits,
  type Memory,
} from "@pergola/resources";
import { builderErrors } from "../errors.ts";
import type { AgentResources } from "../resources/agent-resources.ts";

/** How an agent remembers conversations; the store itself is one of its resources. */
export class AgentMemory {
  readonly #settings: MemorySettings;
  readonly #resources: AgentResources;

  constructor(settings: MemorySettings, resources: AgentResources) {
    this.#settings = settings;
    this.#resources = resources;
  }

  get isEnabled(): boolean {
    return hasMemory(this.#settings);
  }

  get window(): HistoryLimits | undefined {
    return this.#settings.window;
  }

  /** Where the store counts what is spent, if it can. @throws AGENT_NOT_STARTED */
  get ledger(): BudgetLedger | undefined {
    return this.isEnabled ? this.store.ledger : undefined;
  }

  /** A store as the program sees it. */
  of(store: ConversationStore): Memory {
    return asMemory(store);
  }

  /** @throws AGENT_NOT_STARTED, MEMORY_NOT_CONFIGURED */
  get store(): ConversationStore {
    return this.#resources.require("memory");
  }
}

export function sessionNeedsMemory() {
  return builderErrors.create("SESSION_NEEDS_MEMORY", {
    message: "A session was named, but this agent has no memory to keep it in.",
    hint: 'Add .withMemory({ type: "conversation" }), or leave sessionId out.',
  });
}
