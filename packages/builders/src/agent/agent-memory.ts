import type { MemorySettings } from "@pergola/config";
import {
  type ConversationStore,
  createInMemoryConversationStore,
  type ProviderContext,
  type ProviderFactory,
  type ProviderRegistry,
} from "@pergola/resources";
import { builderErrors } from "../errors.ts";

export interface MemoryEnvironment extends Pick<ProviderContext, "logger" | "env"> {
  readonly registry: ProviderRegistry;
}

/** Opens an agent's conversation store on first use and closes it if the agent made it. */
export class AgentMemory {
  readonly #settings: MemorySettings;
  readonly #environment: MemoryEnvironment;
  #store: ConversationStore | undefined;
  #opening: Promise<ConversationStore> | undefined;

  constructor(settings: MemorySettings, environment: MemoryEnvironment) {
    this.#settings = settings;
    this.#environment = environment;
    if (!this.isEnabled) return;
    if (settings.provider === undefined) this.#store = createInMemoryConversationStore();
    else if (isStore(settings.provider)) this.#store = settings.provider;
  }

  get isEnabled(): boolean {
    return this.#settings.type === "conversation";
  }

  get window() {
    return this.#settings.window;
  }

  /** @throws AGENT_NOT_STARTED, SESSION_NEEDS_MEMORY */
  get store(): ConversationStore {
    if (this.#store !== undefined) return this.#store;
    if (!this.isEnabled) throw sessionNeedsMemory();
    throw builderErrors.create("AGENT_NOT_STARTED", {
      message: "The agent's memory is not open yet.",
      hint: "Use `await builder.start()` instead of build(), or `await agent.start()` first.",
    });
  }

  /** Opens the store, once; a failed opening may be tried again. Undefined when the agent has no memory. */
  async open(): Promise<ConversationStore | undefined> {
    if (this.#store !== undefined || !this.isEnabled) return this.#store;
    this.#opening ??= this.#create().finally(() => {
      this.#opening = undefined;
    });
    this.#store = await this.#opening;
    return this.#store;
  }

  /** A store that was handed in ready stays open: its owner closes it. */
  async close(): Promise<void> {
    await this.#opening?.catch(() => undefined);
    if (this.#store !== undefined && !isStore(this.#settings.provider)) await this.#store.close();
  }

  #create(): Promise<ConversationStore> {
    const { config = {} } = this.#settings;
    const { logger, env } = this.#environment;
    return this.#factory().create(config, { logger, env });
  }

  #factory(): ProviderFactory<"memory"> {
    const { provider } = this.#settings;
    return typeof provider === "string"
      ? this.#environment.registry.get("memory", provider)
      : (provider as ProviderFactory<"memory">);
  }
}

export function sessionNeedsMemory() {
  return builderErrors.create("SESSION_NEEDS_MEMORY", {
    message: "A session was named, but this agent has no memory to keep it in.",
    hint: 'Add .withMemory({ type: "conversation" }), or leave sessionId out.',
  });
}

function isStore(provider: MemorySettings["provider"]): provider is ConversationStore {
  return typeof provider === "object" && "admit" in provider;
}
