import { type ResourceSettings, readResourceReference } from "@pergola/config";

/** A reference and the config beside it as one. A config that has no provider to go to is told of by `build()`. */
export function resourceReference<Reference>(
  reference: Reference,
  config: Readonly<Record<string, unknown>> | undefined,
): Reference | ResourceSettings {
  if (config === undefined) return typeof reference === "string" ? { provider: reference } : reference;
  const { kind } = readResourceReference("", reference);
  const isSettings = typeof reference === "object" && reference !== null && "provider" in reference;
  if (isSettings && (kind === "named" || kind === "provider"))
    return { ...reference, ...config } as Reference;
  return { ...config, provider: reference as ResourceSettings["provider"] };
}
