import { type ConfigProblem, type ProviderContext, schemaProblems } from "@pergola/resources";
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
  const shape = [preset.defaults, config]
    .flatMap((part) => schemaProblems(openAiConfigSchema, part ?? {}))
    .map((problem) => withOwnHint(preset, problem));
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

/** The way to a model and to a key is the same, whatever is wrong with them. */
function withOwnHint(preset: ProviderPreset, problem: ConfigProblem): ConfigProblem {
  const [key, ...inner] = problem.path;
  if (inner.length > 0 || (key !== "model" && key !== "apiKey")) return problem;
  return { ...problem, hint: key === "model" ? modelHint(preset) : keyHint(preset) };
}

const modelHint = ({ name }: ProviderPreset) =>
  `Name one, for example { model: "gpt-5-mini" } or "${name}:gpt-5-mini".`;

const keyHint = ({ apiKeyVariable }: ProviderPreset) =>
  `Set the environment variable ${apiKeyVariable}, or pass apiKey.`;

function missingModel(preset: ProviderPreset): ConfigProblem {
  return { path: ["model"], message: "No model is named.", hint: modelHint(preset) };
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
  const hint = keyHint(preset);
  if (isKeyMissing(merged)) return [{ path: ["apiKey"], message: "No API key was found.", hint }];
  if (apiKey === undefined || /^[\x21-\x7e]+$/.test(apiKey)) return [];
  return [
    { path: ["apiKey"], message: "The API key has a space, a line end or a non-ASCII character.", hint },
  ];
}
