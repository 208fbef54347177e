import { pathToFileURL } from "node:url";
import { abortable, throwIfAborted } from "@pergola/core";
import {
  type ChatModel,
  type ConfigProblem,
  lazySchema,
  type ProviderContext,
  type ProviderFactory,
} from "@pergola/resources";
import { z } from "zod";
import { pluginErrors } from "../errors.ts";
import { loadFailed } from "../load/load-errors.ts";
import type { LangChainModel } from "./langchain-models.ts";

/** What all of LangChain's chat models take. Whatever else is set goes to the constructor as it is. */
const configSchema = lazySchema(() =>
  z.looseObject({
    /** Default: that of LangChain's class. */
    model: z.string().min(1).optional(),
    /** Default: the vendor's variable. */
    apiKey: z.string().min(1).optional(),
    temperature: z.number().min(0).max(2).optional(),
    /** Most tokens to answer with. */
    maxTokens: z.int().min(1).optional(),
  }),
);

type ModelClass = new (fields: Readonly<Record<string, unknown>>) => ChatModel;

/** The provider of an installed LangChain package. @param file its module */
export function langChainProvider(model: LangChainModel, file: string): ProviderFactory<"llm"> {
  return {
    category: "llm",
    name: model.name,
    configSchema,
    validateConfig: (config, { env }) => keyProblems(model, config, env),
    describe(config) {
      const { model: name = "its default model" } = (config ?? {}) as { readonly model?: string };
      return `${model.name}: ${name} through ${model.package}`;
    },
    async create(config, { env, signal }) {
      throwIfAborted(signal);
      const Model = await abortable(modelClass(model, file), signal);
      return new Model(constructorFields(model, config, env));
    },
  };
}

function keyProblems(
  { keyVariable }: LangChainModel,
  config: unknown,
  env: ProviderContext["env"],
): readonly ConfigProblem[] {
  const { apiKey } = (config ?? {}) as { readonly apiKey?: unknown };
  if (keyVariable === undefined || apiKey !== undefined || (env[keyVariable] ?? "") !== "") return [];
  return [
    { path: ["apiKey"], message: "There is no key.", hint: `Set ${keyVariable}, or apiKey in the config.` },
  ];
}

function constructorFields(
  { keyVariable = "", maxTokensOption = "maxTokens" }: LangChainModel,
  config: unknown,
  env: ProviderContext["env"],
) {
  const { maxTokens, ...fields } = (config ?? {}) as Readonly<Record<string, unknown>>;
  return {
    // The llm resource retries, from the one budget of the run.
    maxRetries: 0,
    ...(env[keyVariable] !== undefined && { apiKey: env[keyVariable] }),
    ...fields,
    ...(maxTokens !== undefined && { [maxTokensOption]: maxTokens }),
  };
}

async function modelClass(model: LangChainModel, file: string): Promise<ModelClass> {
  const module = await importPackage(model, file);
  const names = Object.keys(module).filter((name) => isModelClass(name, module[name]));
  const name = model.exportName === "" && names.length === 1 ? (names[0] ?? "") : model.exportName;
  if (names.includes(name)) return module[name] as ModelClass;
  throw pluginErrors.create("PLUGIN_BAD_EXPORT", {
    message: `${model.package} exports no chat model that can be told by its name${model.exportName === "" ? "" : ` (expected ${model.exportName})`}; it has ${names.join(", ") || "none"}.`,
    hint: `Install another version of ${model.package}, or make the model yourself and give it to withLlm().`,
    details: { package: model.package, models: names },
  });
}

async function importPackage(model: LangChainModel, file: string) {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw loadFailed({ name: model.package, directory: file, entry: file }, cause);
  }
}

/** By name and structure: LangChain's base class may be there in two copies. */
function isModelClass(name: string, value: unknown): boolean {
  if (!name.startsWith("Chat") || typeof value !== "function") return false;
  const prototype = value.prototype as { readonly invoke?: unknown } | undefined;
  return typeof prototype?.invoke === "function";
}
