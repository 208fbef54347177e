import { suggest } from "@pergola/core";
import type { ConfigProblem, ProviderContext } from "@pergola/resources";
import { parseBaseURL } from "./base-url.ts";
import { type OpenAiConfig, openAiConfigSchema } from "./openai-config.ts";
import type { ProviderPreset } from "./provider-preset.ts";
import { isKeyMissing, mergeConfig } from "./resolve-config.ts";

/** Everything that is wrong with a config, found without network. Empty when it is fine. */
export function configProblems(
  preset: ProviderPreset,
  config: unknown,
  env: ProviderContext["env"],
): readonly ConfigProblem[] {
  const shape = [...shapeProblems(preset.defaults ?? {}), ...shapeProblems(config ?? {})];
  if (typeof (config ?? {}) !== "object") return shape;
  const merged = mergeConfig(preset, (config ?? {}) as OpenAiConfig, env);
  const isBroken = (key: string) => shape.some(({ path }) => path[0] === key);
  return [
    ...shape,
    ...(merged.model === undefined ? [missingModel(preset)] : []),
    ...(isBroken("baseURL") ? [] : baseURLProblems(merged.baseURL)),
    ...(isBroken("apiKey") || isBroken("headers") ? [] : keyProblems(preset, merged)),
  ];
}

function shapeProblems(config: unknown): readonly ConfigProblem[] {
  const result = openAiConfigSchema.safeParse(config);
  if (result.success) return [];
  return result.error.issues.flatMap((issue): readonly ConfigProblem[] => {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    const known = Object.keys(openAiConfigSchema.shape);
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `"${key}" is not an option.`,
      hint: suggest(key, known),
    }));
  });
}

function missingModel(preset: ProviderPreset): ConfigProblem {
  return {
    path: ["model"],
    message: "No model is named.",
    hint: `Name one, for example { model: "gpt-5-mini" } or "${preset.name}:gpt-5-mini".`,
  };
}

function baseURLProblems(baseURL: string): readonly ConfigProblem[] {
  const url = parseBaseURL(baseURL);
  const path = ["baseURL"];
  if (url === undefined) {
    const hint = "Use an address with scheme and version, for example http://127.0.0.1:11434/v1.";
    return [{ path, message: "This is not an http(s) address.", hint }];
  }
  if (url.username === "" && url.password === "") return [];
  return [{ path, message: "The address carries a user or password.", hint: "Put the key in apiKey." }];
}

function keyProblems(
  preset: ProviderPreset,
  merged: OpenAiConfig & { readonly baseURL: string },
): readonly ConfigProblem[] {
  const { apiKey } = merged;
  const hint = `Set the environment variable ${preset.apiKeyVariable}, or pass apiKey.`;
  if (isKeyMissing(merged)) return [{ path: ["apiKey"], message: "No API key was found.", hint }];
  if (apiKey === undefined || /^[\x21-\x7e]+$/.test(apiKey)) return [];
  return [
    { path: ["apiKey"], message: "The API key has a space, a line end or a non-ASCII character.", hint },
  ];
}
