import type { ProviderFactory } from "./provider-factory.ts";

/** What a provider lacks to be one, in words; none when it is one. By structure: there may be two copies of zod. */
export function lackingOfProvider(value: unknown): readonly string[] {
  const members = (typeof value === "object" && value !== null ? value : {}) as Partial<
    Record<keyof ProviderFactory, unknown>
  >;
  const { category, name, configSchema, create } = members;
  return [
    ...(isText(category) ? [] : ["category (a text)"]),
    ...(isText(name) ? [] : ["name (a text)"]),
    ...(isSchema(configSchema) ? [] : ["configSchema (a zod schema)"]),
    ...(typeof create === "function" ? [] : ["create (a function)"]),
  ];
}

/** Whether a value has the shape of a provider. */
export function isProviderFactory(value: unknown): value is ProviderFactory {
  return lackingOfProvider(value).length === 0;
}

const isText = (value: unknown) => typeof value === "string" && value !== "";

function isSchema(value: unknown): boolean {
  const { safeParse } = (value ?? {}) as { readonly safeParse?: unknown };
  return typeof safeParse === "function";
}
