import type { ResolvedConfig } from "../config/resolve-config.ts";

type HeaderSource = Pick<ResolvedConfig, "apiKey" | "organization" | "project" | "headers">;

/** Headers of every request; the configured ones win, whatever their case. */
export function requestHeaders(config: HeaderSource): Readonly<Record<string, string>> {
  const { apiKey, organization, project } = config;
  const own = {
    "content-type": "application/json",
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
    ...(organization !== undefined && { "openai-organization": organization }),
    ...(project !== undefined && { "openai-project": project }),
  };
  const given = Object.entries(config.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...own, ...Object.fromEntries(given) };
}
