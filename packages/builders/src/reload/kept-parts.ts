import type { ConfigChange } from "@pergola/config/file";
import type { AgentParts } from "../agent/agent-parts.ts";
import type { SharedServices } from "../build/shared-services.ts";

/** Parts of a definition that its models know nothing of. */
const NOT_OF_THE_MODELS: ReadonlySet<unknown> = new Set([
  "version",
  "description",
  "limits",
  "graph",
  "memory",
  "storage",
  "resources",
  "steps",
]);

/** What of an agent's parts goes on under the next definition, because nothing that it was made of has changed. */
export function keptParts(parts: AgentParts, changes: readonly ConfigChange[]): SharedServices {
  const { providers, installed, resources: previous, llm, ownLedger, toolSlots } = parts;
  return {
    providers,
    installed,
    previous,
    ownLedger,
    toolSlots,
    ...(!changes.some(isOfTheModels) && { llm }),
  };
}

/** A model that a step names is made, and kept, by the agent's model service: a new one would stay there for good. */
function isOfTheModels({ path }: ConfigChange): boolean {
  const [part, key] = path;
  if (part === "breaker" && key === "resources") return false;
  if (part === "budget") return key === "prices";
  return !NOT_OF_THE_MODELS.has(path[0]) || (path[0] === "steps" && path.includes("model"));
}
