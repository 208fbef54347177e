import { errorMessage, silentLogger } from "@pergola/core";
import {
  createFromProvider,
  type ProviderContext,
  type ProviderFactory,
  providerConfigProblems,
} from "@pergola/resources";
import type { ProviderCase } from "./plugin-subject.ts";

/** What a program may give for a config, by mistake. */
const ODD: readonly unknown[] = [undefined, null, 7, "text", [], { "": null }];

const SECRET = /key|token|secret|password/i;

/** Everything that is wrong with a provider, seen through a config that is right and one that is not; a sentence each. */
export async function providerDefects(
  provider: ProviderFactory,
  { config, wrong = { "no such option": 1 }, env = {} }: ProviderCase,
): Promise<readonly string[]> {
  const refusals = refusalsOf(provider, env);
  return [
    ...refusals(config).map((message) => `It refuses the config that is right: ${message}`),
    ...(refusals(wrong).length > 0 ? [] : [`It takes the config that is wrong: ${JSON.stringify(wrong)}.`]),
    ...ODD.flatMap((odd) => throwsOn(provider, odd, env)),
    ...describeDefects(provider, config, env),
    ...(await createDefects(provider, config, env)),
  ];
}

const refusalsOf = (provider: ProviderFactory, env: ProviderContext["env"]) => (config: unknown) => {
  const problems = providerConfigProblems(provider, config, { env });
  return problems.map(({ path, message }) =>
    [path.join("."), message].filter((part) => part !== "").join(": "),
  );
};

function throwsOn(provider: ProviderFactory, odd: unknown, env: ProviderContext["env"]): readonly string[] {
  try {
    provider.validateConfig?.(odd, { env });
    return [];
  } catch (error) {
    return [`validateConfig throws on ${JSON.stringify(odd) ?? odd}: ${errorMessage(error)}`];
  }
}

function describeDefects(
  provider: ProviderFactory,
  config: unknown,
  env: ProviderContext["env"],
): readonly string[] {
  if (provider.describe === undefined) return [];
  const line = provider.describe(config, { env });
  const values = Object.entries({ ...env, ...(config as object) }).filter(([key]) => SECRET.test(key));
  const shown = values.filter(
    ([, value]) => typeof value === "string" && value !== "" && line.includes(value),
  );
  return [
    ...(line.trim() === "" || line.includes("\n") ? ["describe() gives no single line."] : []),
    ...shown.map(([key]) => `describe() shows the value of ${key}.`),
  ];
}

async function createDefects(
  provider: ProviderFactory,
  config: unknown,
  env: ProviderContext["env"],
): Promise<readonly string[]> {
  try {
    const made: unknown = await createFromProvider(provider, config, { env, logger: silentLogger });
    const { close } = made as { close?(): unknown };
    if (typeof close !== "function") return [];
    await close.call(made);
    await close.call(made);
    return [];
  } catch (error) {
    return [`create(), or close() twice, throws: ${errorMessage(error)}`];
  }
}
