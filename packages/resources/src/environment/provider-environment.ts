import type { ProviderContext, ProviderFactory } from "../provider-factory.ts";
import { branches, inputBranches, type JsonSchema } from "../schema-branches.ts";
import { providerVariable, VARIABLE_PREFIX } from "./provider-variable.ts";
import { valueOfText } from "./value-of-text.ts";

/** What a provider is given, and which of it comes from where. */
export interface ProviderSettings {
  /** The config, and under it what the environment sets. */
  readonly config: unknown;
  /** By key of the config: the variable that its value comes from. */
  readonly variables: ReadonlyMap<string, string>;
}

interface Setting {
  readonly variable: string;
  readonly value: unknown;
}

type Keys = ReadonlyMap<string, readonly JsonSchema[]>;

/**
 * What variables such as `PERGOLA_LLM__OPENAI_API_KEY` set of the configs of providers, by the keys of their schemas. The
 * environment is read once.
 */
export class ProviderEnvironment {
  readonly #variables: ReadonlyMap<string, string>;
  readonly #settings = new WeakMap<ProviderFactory, ReadonlyMap<string, Setting>>();

  constructor(env: ProviderContext["env"]) {
    // An empty variable counts as none.
    const isOurs = ([name, value]: [string, string | undefined]) => name.startsWith(VARIABLE_PREFIX) && value;
    this.#variables = new Map(Object.entries(env).filter(isOurs) as [string, string][]);
  }

  /** Names of all variables that begin as those of providers do. */
  get names(): readonly string[] {
    return [...this.#variables.keys()];
  }

  /** Config over the defaults that the provider was made with, and under both the environment. */
  settings(factory: ProviderFactory, config: unknown): ProviderSettings {
    const set = this.#of(factory);
    const given = config ?? {};
    if (set.size === 0 || typeof given !== "object" || Array.isArray(given))
      return { config, variables: new Map() };
    const own = given as Readonly<Record<string, unknown>>;
    const free = [...set].filter(([key]) => own[key] === undefined);
    return {
      config: { ...own, ...Object.fromEntries(free.map(([key, { value }]) => [key, value])) },
      variables: new Map(free.map(([key, { variable }]) => [key, variable])),
    };
  }

  #of(factory: ProviderFactory): ReadonlyMap<string, Setting> {
    if (this.#variables.size === 0) return NONE;
    const known = this.#settings.get(factory) ?? this.#read(factory);
    this.#settings.set(factory, known);
    return known;
  }

  #read(factory: ProviderFactory): ReadonlyMap<string, Setting> {
    const { defaults = {} } = factory;
    const set = [...configKeys(factory)].flatMap(([key, places]): [string, Setting][] => {
      const variable = providerVariable(factory, key);
      const text = this.#variables.get(variable);
      if (text === undefined || defaults[key] !== undefined) return [];
      return [[key, { variable, value: valueOfText(text, places) }]];
    });
    return new Map(set);
  }
}

const NONE: ReadonlyMap<string, Setting> = new Map();

/** The keys of a provider's config, each with what may stand there. None for a schema that JSON Schema has no words for. */
export function configKeys({ configSchema }: Pick<ProviderFactory, "configSchema">): Keys {
  const keys = new Map<string, readonly JsonSchema[]>();
  for (const { properties = {} } of inputBranches(configSchema).flatMap(withParts))
    for (const [key, schema] of Object.entries(properties as object))
      keys.set(key, [...(keys.get(key) ?? []), ...branches(schema)]);
  return keys;
}

/** An intersection has the keys of all that it is made of. */
function withParts(schema: JsonSchema): readonly JsonSchema[] {
  const parts = Array.isArray(schema.allOf) ? schema.allOf.flatMap(branches) : [];
  return [schema, ...parts.flatMap(withParts)];
}
