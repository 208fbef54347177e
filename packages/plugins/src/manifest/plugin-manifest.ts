/** What a plugin says about itself without running: a `plugin.json`, or the `pergola` field of a `package.json`. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly author?: string;
  /** Category of its one provider, for example `llm`. Any word: categories are open. */
  readonly category?: string;
  /** Name of its one provider, for example `acme`. */
  readonly provider?: string;
  /** Names of what it contributes, when that is not one provider. */
  readonly contributes?: ManifestContributions;
  /** `./file.js`, or `./file.js#exportName`. Default export name: `default`, else the only export. */
  readonly entry: string;
  readonly engines: {
    /** Range of versions of `@pergola/plugins` that it works with. */
    readonly pergola: string;
  };
  /** Plugins that it needs: name and range of versions. They are loaded first. */
  readonly requires?: Readonly<Record<string, string>>;
  /** JSON Schema of its provider's config, for pages and editors; the code's own schema is what counts. */
  readonly configSchema?: Readonly<Record<string, unknown>>;
  /** Inputs and what they should give. */
  readonly examples?: readonly ManifestExample[];
}

/** `providers` by category, everything else by kind. */
export interface ManifestContributions {
  readonly providers?: Readonly<Record<string, readonly string[]>>;
  readonly [kind: string]: readonly string[] | Readonly<Record<string, readonly string[]>> | undefined;
}

export interface ManifestExample {
  readonly input: unknown;
  readonly expected: unknown;
  readonly description?: string;
}

/** One provider that a manifest announces. */
export interface ProviderClaim {
  readonly category: string;
  readonly name: string;
}

/** The providers that a manifest announces, in its order. */
export function providerClaims({
  category,
  provider,
  contributes,
}: Pick<PluginManifest, "category" | "provider" | "contributes">): readonly ProviderClaim[] {
  const own = category === undefined || provider === undefined ? [] : [{ category, name: provider }];
  const listed = Object.entries(contributes?.providers ?? {}).flatMap(([each, names]) =>
    names.map((name) => ({ category: each, name })),
  );
  return [...own, ...listed];
}
