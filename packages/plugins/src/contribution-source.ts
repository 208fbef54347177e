import type { ContributionKind, PluginContributions } from "./plugin.ts";

/** One contribution of a kind, for example a `Tool` for `tools`. */
export type Contribution<Kind extends ContributionKind> = NonNullable<PluginContributions[Kind]>[number];

/** Where contributions are found by kind and name; a `PluginManager` is one. */
export interface ContributionSource {
  /** Names of everything of a kind. Loads no code. */
  contributionNames(
    kind: ContributionKind,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly string[]>;
  /**
   * The first one of that name, for example the step type `shout` of `steps`; undefined when nobody has it.
   *
   * @throws when somebody has it whose code cannot be loaded: that is never "not found"
   */
  contribution<Kind extends ContributionKind>(
    kind: Kind,
    name: string,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Contribution<Kind> | undefined>;
}
