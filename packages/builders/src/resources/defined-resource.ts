import type { AgentConfigProblem } from "@pergola/config";
import type { LlmResource, ProviderContext, ProviderRegistry, ResourceDefinition } from "@pergola/resources";
import type { MakeLlm } from "../build/make-llm.ts";
import type { MadeResource } from "./made-resource.ts";

export type Path = AgentConfigProblem["path"];

export interface DefineOptions {
  readonly providers: ProviderRegistry;
  readonly env: ProviderContext["env"];
  /** The agent's model service. */
  readonly llm: LlmResource;
  readonly makeLlm: MakeLlm;
  /** What that makes model services with. */
  readonly modelSettings?: unknown;
  /** Of the definition itself, so that nothing is said twice. */
  readonly problems: readonly AgentConfigProblem[];
}

/** One resource, or why there is none. */
export interface DefinedResource {
  readonly resource?: MadeResource;
  readonly problems: readonly AgentConfigProblem[];
}

export const made = (definition: ResourceDefinition, ...parts: readonly unknown[]): DefinedResource => ({
  resource: { definition, parts },
  problems: [],
});

/** What its owner has started, and closes. */
export const givenResource = (key: string, category: string, resource: object): DefinedResource =>
  made({ key, category, isOwned: false, isReady: true, create: () => resource }, resource);

export const refused = (problems: readonly AgentConfigProblem[]): DefinedResource => ({ problems });

/** The environment as it is now: what is made with it is another thing in another one. */
export const snapshot = (env: ProviderContext["env"]): ProviderContext["env"] => ({ ...env });

/** Whether a path leads to a place, or into it. */
export const isAt = (path: Path, place: Path): boolean => place.every((part, index) => path[index] === part);
