import { resolve } from "node:path";
import { throwIfAborted } from "@pergola/core";
import type { ProviderSource } from "@pergola/resources";
import { pluginErrors } from "../errors.ts";
import { installedModule } from "./installed-package.ts";
import { LANGCHAIN_MODELS, type LangChainModel, langChainModel } from "./langchain-models.ts";
import { langChainProvider } from "./langchain-provider.ts";

export interface LangChainPackagesOptions {
  /** Folder of the project whose packages count, or one inside it. Default: the working directory. */
  readonly from?: string;
}

/**
 * Chat models of LangChain's packages by name: `anthropic` is `@langchain/anthropic`, if the project has it. Give it as
 * the last source: of a name that LangChain has and that is not installed it says what to install.
 */
export function langChainPackages(options: LangChainPackagesOptions = {}): ProviderSource {
  const from = resolve(options.from ?? process.cwd());
  return {
    async names(category, { signal } = {}) {
      if (category !== "llm") return [];
      throwIfAborted(signal);
      const modules = await Promise.all(
        LANGCHAIN_MODELS.map((model) => installedModule(model.package, from)),
      );
      return LANGCHAIN_MODELS.filter((_, index) => modules[index] !== undefined).map(({ name }) => name);
    },
    async installable(category) {
      const models = category === "llm" ? LANGCHAIN_MODELS.filter(({ isOurs }) => isOurs !== true) : [];
      return new Map(models.map((model) => [model.name, installOf(model)]));
    },
    async load(category, name, { signal } = {}) {
      const model = category === "llm" ? langChainModel(name) : undefined;
      if (model === undefined) return undefined;
      throwIfAborted(signal);
      const file = await installedModule(model.package, from);
      if (file !== undefined) return langChainProvider(model, file);
      if (LANGCHAIN_MODELS.includes(model) && model.isOurs !== true) throw notInstalled(model);
      return undefined;
    },
  };
}

const installOf = ({ package: packageName }: LangChainModel) => `${packageName} @langchain/core`;

function notInstalled(model: LangChainModel) {
  const { name, package: packageName } = model;
  return pluginErrors.create("LANGCHAIN_PACKAGE_MISSING", {
    message: `The llm provider "${name}" is LangChain's ${packageName}, which is not installed in this project.`,
    hint: `Run: npm install ${installOf(model)}`,
    details: { category: "llm", name, package: packageName },
  });
}
