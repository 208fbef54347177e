import type { DefaultState, MemorySettings, StateDefinition, StateInputOf, StateOf } from "@pergola/config";
import type { AnyStepStrategy, CustomStepConfig, LlmStepConfig } from "@pergola/core-steps";
import type { ConversationStore, ModelReference } from "@pergola/resources";
import type { Agent } from "./agent/agent.ts";
import { AgentBuilder } from "./agent-builder.ts";
import type { DirectorOptions } from "./build/director-options.ts";

/** What `withChat` takes: the config of an `llm` step, with `llm` for its model. */
export interface ChatStepOptions<State = Record<string, unknown>>
  extends Omit<LlmStepConfig<State>, "model"> {
  /** Default: `openai`'s default model. */
  readonly llm?: ModelReference;
}

/** A step of the older surface: a function, a Runnable, or a strategy (with its defaults). */
export type FactoryStep<State> = CustomStepConfig<State>["step"] | AnyStepStrategy;

/**
 * The older way to compose an agent, kept for code that uses it: each method changes this object and says once what
 * replaces it.
 *
 * @deprecated Use {@link AgentBuilder}.
 */
export class AgentFactory<Definition extends StateDefinition = typeof DefaultState> {
  #builder: AgentBuilder<Definition>;

  constructor(stateSchema?: Definition, options?: DirectorOptions) {
    this.#builder = new AgentBuilder<Definition>(stateSchema, options);
  }

  /** @deprecated Use `builder.withStep("custom", { step, nodeName })` or `builder.withStep(strategy, config)`. */
  add(step: FactoryStep<StateOf<Definition>>, nodeName?: string): this {
    notice("add(step, nodeName)", 'withStep("custom", { step, nodeName })');
    const named = nodeName === undefined ? {} : { nodeName };
    this.#builder = isStrategy(step)
      ? this.#builder.withStep(step, named)
      : this.#builder.withStep("custom", { step, ...named });
    return this;
  }

  /** @deprecated Use `builder.withStep("llm", { promptTemplate, systemPrompt, model })`. */
  withChat({ llm, ...config }: ChatStepOptions<StateOf<Definition>>): this {
    notice("withChat(options)", 'withStep("llm", { promptTemplate, systemPrompt, model })');
    this.#builder = this.#builder.withStep("llm", {
      ...config,
      ...(llm !== undefined && { model: llm }),
    } as never); // the type of a checked step is not known for a `Definition` that is still open
    return this;
  }

  /** @deprecated Use `builder.withMemory(memory)`. */
  withMemory(memory: MemorySettings | ConversationStore): this {
    notice("withMemory(memory)", "withMemory(memory)");
    this.#builder = this.#builder.withMemory(memory);
    return this;
  }

  /** @deprecated Use `builder.build()`. @throws INVALID_AGENT_CONFIG, BUILD_FAILED */
  build(): Promise<Agent<StateOf<Definition>, StateInputOf<Definition>>> {
    notice("build()", "build()");
    return this.#builder.build();
  }
}

const noticed = new Set<string>();

/** Says once a process what replaces a method. */
function notice(method: string, replacement: string): void {
  if (noticed.has(method)) return;
  noticed.add(method);
  const text = `AgentFactory.${method} is deprecated: use new AgentBuilder(stateSchema).${replacement}.`;
  process.emitWarning(text, { type: "DeprecationWarning", code: "PERGOLA_AGENT_FACTORY" });
}

function isStrategy(step: unknown): step is AnyStepStrategy {
  return typeof step === "object" && step !== null && "createStep" in step;
}
