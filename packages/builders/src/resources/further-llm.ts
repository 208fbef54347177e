import type { ReadReference } from "@pergola/config";
import { createProviderRegistry, type ModelReference, type SingleModelReference } from "@pergola/resources";
import { llmReference } from "../build/llm-reference.ts";
import {
  type DefinedResource,
  type DefineOptions,
  made,
  type Path,
  refused,
  snapshot,
} from "./defined-resource.ts";

type LlmReference = Extract<ReadReference, { kind: "named" | "provider" | "ready" }>;

/** A model under a key of its own, with retries and breakers as the agent's has. */
export async function furtherLlm(
  key: string,
  found: LlmReference,
  path: Path,
  { makeLlm, modelSettings, providers, env }: DefineOptions,
): Promise<DefinedResource> {
  const registry = found.kind === "provider" ? createProviderRegistry([found.provider]) : providers;
  const model = modelOf(found);
  const llm = makeLlm(model, registry, key);
  await llm.prepare(model);
  const problems = llm.validate();
  await llm.close();
  if (problems.length > 0)
    return refused(problems.map((each) => ({ ...each, path: [...path, ...each.path] })));
  return made(
    { key, category: "llm", create: () => makeLlm(model, registry, key) },
    ...(found.kind === "ready" ? [found.resource] : [found, snapshot(env)]),
    modelSettings,
  );
}

function modelOf(found: LlmReference): ModelReference {
  if (found.kind === "ready") return found.resource as SingleModelReference;
  const { options } = found;
  if (found.kind === "provider") return { ...options, provider: found.provider.name };
  return llmReference(found.name, options) ?? found.name;
}
