import type { ModelReference } from "@pergola/resources";
import { parseModelId } from "@pergola/resources/definition";
import { isPlain } from "../../shown-value.ts";
import { type ConfigChange, changeAt, changesBelow } from "./config-change.ts";
import { as, type Found } from "./found.ts";

/** The differences of two models: what their provider is told can change between two turns, another provider cannot. */
export function modelChanges(
  old: ModelReference | undefined,
  next: ModelReference | undefined,
  path: ConfigChange["path"],
): readonly Found[] {
  if (Array.isArray(old) && Array.isArray(next) && old.length === next.length)
    return next.flatMap((each: ModelReference, index) => modelChanges(old[index], each, [...path, index]));
  const [from, to] = [modelConfig(old), modelConfig(next)];
  if (from === undefined || to === undefined || from.provider !== to.provider)
    return as("topology", changeAt(path, old, next));
  return as("parameter", changesBelow(path, from, to));
}

/** The model that an agent's steps use which name none. */
export interface OwnModels {
  readonly old: ModelReference | undefined;
  readonly next: ModelReference | undefined;
}

/** The differences of the models of a step. One that names none has the agent's. */
export function stepModelChanges(
  old: ModelReference | undefined,
  next: ModelReference | undefined,
  { path, own }: { readonly path: ConfigChange["path"]; readonly own: OwnModels },
): readonly Found[] {
  if (old !== undefined && next !== undefined) return modelChanges(old, next, path);
  const from = providerOf(old ?? own.old, providerOf(own.old));
  const to = providerOf(next ?? own.next, providerOf(own.next));
  return as(from !== undefined && from === to ? "parameter" : "topology", changeAt(path, old, next));
}

function providerOf(reference: ModelReference | undefined, ofAgent?: string): string | undefined {
  if (Array.isArray(reference)) return providerOf(reference[0] as ModelReference | undefined, ofAgent);
  if (typeof reference === "string") return parseModelId(reference, ofAgent).provider;
  const { provider } = modelConfig(reference) ?? {};
  return typeof provider === "string" ? provider : undefined;
}

/** A reference as a config; undefined for none, and for a ready model. */
function modelConfig(reference: ModelReference | undefined): Readonly<Record<string, unknown>> | undefined {
  if (typeof reference === "string") return { ...parseModelId(reference) };
  return isPlain(reference) ? reference : undefined;
}
