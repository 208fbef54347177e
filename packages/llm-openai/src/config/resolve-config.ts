import { type Clock, systemClock } from "@pergola/core";
import type { ModelParameters, ProviderContext } from "@pergola/resources";
import { isLoopback, parseBaseURL } from "./base-url.ts";
import type { OpenAiConfig } from "./openai-config.ts";
import type { ProviderPreset } from "./provider-preset.ts";

/** Longest silence of the vendor, in milliseconds, when nothing else is configured. */
const DEFAULT_TIMEOUT_MS = 60_000;

/** A config with everything decided. */
export interface ResolvedConfig {
  readonly provider: string;
  readonly model: string;
  readonly baseURL: URL;
  readonly apiKey?: string;
  readonly apiKeyVariable: string;
  readonly organization?: string;
  readonly project?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly maxTokensParameter: "max_tokens" | "max_completion_tokens";
  readonly streaming: boolean;
  readonly streamUsage: boolean;
  readonly extraBody: Readonly<Record<string, unknown>>;
  readonly parameters: ModelParameters;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** Config over defaults over environment, before any of it is checked. */
export function mergeConfig(
  preset: ProviderPreset,
  config: OpenAiConfig,
  env: ProviderContext["env"],
): OpenAiConfig & { readonly baseURL: string } {
  const fromEnvironment = {
    apiKey: read(env, preset.apiKeyVariable),
    baseURL: read(env, preset.baseURLVariable),
    organization: read(env, preset.organizationVariable),
    project: read(env, preset.projectVariable),
  };
  const layers = [{ baseURL: preset.baseURL }, fromEnvironment, preset.defaults ?? {}, config];
  const merged = Object.assign({}, ...layers.map(definedOnly)) as OpenAiConfig & { baseURL: string };
  return { ...merged, headers: { ...preset.defaults?.headers, ...config.headers } };
}

/** @param merged a config in which `validateConfig` found no defect. */
export function resolveConfig(
  preset: ProviderPreset,
  merged: OpenAiConfig & { readonly baseURL: string },
): ResolvedConfig {
  const baseURL = new URL(merged.baseURL);
  const isVendor = baseURL.hostname === "api.openai.com";
  return {
    provider: preset.name,
    model: merged.model ?? "",
    baseURL,
    apiKey: merged.apiKey,
    apiKeyVariable: preset.apiKeyVariable,
    organization: merged.organization,
    project: merged.project,
    headers: merged.headers ?? {},
    timeoutMs: merged.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxTokensParameter: merged.maxTokensParameter ?? (isVendor ? "max_completion_tokens" : "max_tokens"),
    streaming: merged.streaming ?? true,
    streamUsage: merged.streamUsage ?? true,
    extraBody: merged.extraBody ?? {},
    parameters: parametersOf(merged),
    fetch: merged.fetch ?? globalThis.fetch,
    clock: merged.clock ?? systemClock,
  };
}

/** Whether requests need a key that is not there. A key may also come in a header (`authorization`, `api-key`). */
export function isKeyMissing(merged: OpenAiConfig & { readonly baseURL: string }): boolean {
  if (merged.apiKey !== undefined) return false;
  const inHeader = Object.keys(merged.headers ?? {}).some((name) =>
    /^(authorization|(x-)?api-key)$/i.test(name),
  );
  const url = parseBaseURL(merged.baseURL);
  return !inHeader && !(url !== undefined && isLoopback(url));
}

function parametersOf(merged: OpenAiConfig): ModelParameters {
  const { temperature, topP, maxTokens, seed, presencePenalty, frequencyPenalty } = merged;
  const stop = typeof merged.stop === "string" ? [merged.stop] : merged.stop;
  return definedOnly({ temperature, topP, maxTokens, stop, seed, presencePenalty, frequencyPenalty });
}

/** An empty variable counts as none. */
function read(env: ProviderContext["env"], name: string | undefined): string | undefined {
  return (name === undefined ? undefined : env[name]) || undefined;
}

function definedOnly<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}
