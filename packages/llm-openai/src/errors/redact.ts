import { isSecretKey, REDACTED, redactText } from "@pergola/core";

/** Takes the secrets of a config, and what looks like one, out of text that others wrote. */
export type Redact = (text: string) => string;

/** Shorter values are left alone: taking them out would mangle ordinary words. */
const SHORTEST_SECRET = 4;

export interface SecretSource {
  readonly apiKey?: string;
  readonly baseURL: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** Knows the key, the values of credential headers, and the query of the base URL. */
export function createRedact(source: SecretSource): Redact {
  const secrets = secretsOf(source).filter((secret) => secret.length >= SHORTEST_SECRET);
  // Longest first: a secret that holds another goes as a whole.
  const sorted = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => redactText(sorted.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text));
}

function secretsOf({ apiKey, baseURL, headers }: SecretSource): readonly string[] {
  const fromHeaders = Object.entries(headers)
    .filter(([name]) => isCredential(name))
    .flatMap(([, value]) => [value, value.replace(/^(Bearer|Basic)\s+/i, "")]);
  const fromQuery = [...baseURL.searchParams]
    .filter(([name]) => isCredential(name))
    .flatMap(([, value]) => [value, encodeURIComponent(value)]);
  return [...(apiKey === undefined ? [] : [apiKey]), ...fromHeaders, ...fromQuery];
}

/** In headers and queries a bare `key` is one, too. */
const isCredential = (name: string) => isSecretKey(name) || /^key$/i.test(name);
