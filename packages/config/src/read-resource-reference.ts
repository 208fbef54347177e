import type { ProviderFactory, ResourceDefinition } from "@pergola/resources";
import { isProviderFactory, resourceShape } from "@pergola/resources/definition";
import type { ResourceSettings } from "./resource-reference.ts";

type Options = Readonly<Record<string, unknown>>;

/** A reference to a resource, told apart by its shape. */
export type ReadReference =
  | { readonly kind: "named"; readonly category: string; readonly name: string; readonly options: Options }
  | {
      readonly kind: "provider";
      readonly category: string;
      readonly provider: ProviderFactory;
      readonly options: Options;
    }
  | { readonly kind: "definition"; readonly category: string; readonly definition: ResourceDefinition }
  | { readonly kind: "ready"; readonly category: string; readonly resource: object }
  | {
      readonly kind: "wrong";
      readonly path: readonly string[];
      readonly message: string;
      readonly hint: string;
    };

/** Reads a reference. @param key of the resource; also the category where the reference says none */
export function readResourceReference(key: string, reference: unknown): ReadReference {
  if (typeof reference === "string") return named(key, { provider: reference });
  if (typeof reference !== "object" || reference === null || Array.isArray(reference))
    return wrong(reference);
  if (isProviderFactory(reference)) return provided(reference, {});
  if (isDefinition(reference)) return defined(key, reference);
  if ("provider" in reference) return withSettings(key, reference as ResourceSettings);
  if (isPlainData(reference)) return wrong(reference, "an object that names no provider");
  return { kind: "ready", category: categoryOf(key, reference), resource: reference };
}

function withSettings(key: string, settings: ResourceSettings): ReadReference {
  const { provider, category, ...options } = settings;
  if (category !== undefined && (typeof category !== "string" || category === ""))
    return { ...wrong(category, undefined, "the category of a provider"), path: ["category"] };
  if (isProviderFactory(provider)) return provided(provider, options);
  if (typeof provider === "string") return named(key, settings);
  return {
    ...wrong(provider, undefined, 'the name of a provider, or a provider such as "local" or localFiles()'),
    path: ["provider"],
  };
}

function named(key: string, { provider, category, ...options }: ResourceSettings): ReadReference {
  const text = String(provider);
  const slash = text.startsWith("@") ? -1 : text.indexOf("/");
  const name = text.slice(slash + 1);
  if (name === "" || slash === 0)
    return { ...wrong(text, JSON.stringify(text), "the name of a provider"), path: ["provider"] };
  return { kind: "named", category: category ?? (slash > 0 ? text.slice(0, slash) : key), name, options };
}

const provided = (provider: ProviderFactory, options: Options): ReadReference => ({
  kind: "provider",
  category: provider.category,
  provider,
  options,
});

function defined(key: string, definition: ResourceDefinition): ReadReference {
  const { category } = definition;
  return { kind: "definition", category: typeof category === "string" ? category : key, definition };
}

/** Of a ready resource: what it can do, else what it says. What it can do decides how steps get it. */
function categoryOf(key: string, resource: object): string {
  const shape = resourceShape(resource);
  if (shape !== undefined) return shape;
  const { category } = resource as { readonly category?: unknown };
  return typeof category === "string" && category !== "" ? category : key;
}

function isDefinition(value: object): value is ResourceDefinition {
  return typeof (value as Partial<ResourceDefinition>).create === "function";
}

/** An object that does nothing is no resource: somebody has forgotten to say whose config it is. */
function isPlainData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Reflect.ownKeys(value).every(
    (key) => typeof (value as Record<PropertyKey, unknown>)[key] !== "function",
  );
}

function wrong(
  value: unknown,
  received = value === null ? "null" : Array.isArray(value) ? "a list" : typeof value,
  expected = "a provider's name, { provider, …config }, a provider, or a ready resource",
): Extract<ReadReference, { kind: "wrong" }> {
  return {
    kind: "wrong",
    path: [],
    message: `Expected ${expected}; received ${received}.`,
    hint: 'For example "local", { provider: "local", basePath: "./files" }, or localFiles().',
  };
}
