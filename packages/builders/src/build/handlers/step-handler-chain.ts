import type { StepRegistry } from "@pergola/core-steps";
import { CustomConfigHandler } from "./custom-config-handler.ts";
import { LlmConfigHandler } from "./llm-config-handler.ts";
import { RegistryConfigHandler } from "./registry-config-handler.ts";
import type { StepConfigHandler } from "./step-config-handler.ts";

/** Puts a handler before `next`: `(next) => new MyHandler(next)`. */
export type StepHandlerFactory = (next: StepConfigHandler) => StepConfigHandler;

/** The chain of `build()`: the given handlers in order, the common types, then everything that is registered. */
export function createStepHandlerChain(
  registry: StepRegistry,
  handlers: readonly StepHandlerFactory[] = [],
): StepConfigHandler {
  const last: StepConfigHandler = new RegistryConfigHandler(registry);
  const custom = registry.has("custom") ? new CustomConfigHandler(last, registry.get("custom")) : last;
  const llm = registry.has("llm") ? new LlmConfigHandler(custom, registry.get("llm")) : custom;
  return handlers.reduceRight((next, create) => create(next), llm);
}
