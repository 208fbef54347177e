/** Takes the secrets of a config out of text that others wrote. */
export type Redact = (text: string) => string;

/** Shorter values are left alone: taking them out would mangle ordinary words. */
const SHORTEST_SECRET = 4;
const SECRET_HEADER = /authorization|key|token|secret|cookie|password/i;

export interface SecretSource {
  readonly apiKey?: string;
  readonly baseURL: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** Knows the key, the values of credential headers, and the query of the base URL. */
export function createRedact(source: SecretSource): Redact {
  const secrets = secretsOf(source).filter((secret) => secret.length >= SHORTEST_SECRET);
  if (secrets.length === 0) return (text) => text;
  // Longest first: a secret that holds another goes as a whole.
  const sorted = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => sorted.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
}

function secretsOf({ apiKey, baseURL, headers }: SecretSource): readonly string[] {
  const fromHeaders = Object.entries(headers)
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => [value, value.replace(/^(Bearer|Basic)\s+/i, "")]);
  const fromQuery = [...baseURL.searchParams]
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => [value, encodeURIComponent(value)]);
  return [...(apiKey === undefined ? [] : [apiKey]), ...fromHeaders, ...fromQuery];
}
