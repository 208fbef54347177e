import type { Logger } from "@pergola/core";
import type { LlmResource } from "../llm/llm-resource.ts";
import type { ConversationStore } from "../memory/conversation-store.ts";
import type { Storage } from "../storage/storage.ts";
import type { ValidationResult } from "./validation-result.ts";

/** What is known to stand under a key. Third parties add theirs by declaration merging. */
export interface KnownResources {
  llm: LlmResource;
  memory: ConversationStore;
  storage: Storage;
}

/** The resource of a key; any object where nobody has said more. */
export type ResourceAt<Key extends string> = Key extends keyof KnownResources ? KnownResources[Key] : object;

/** A resource that another one needs: its key, or more about it. */
export type ResourceDependency =
  | string
  | {
      readonly key: string;
      /** It may be missing: `create` then gets null. Default false. */
      readonly optional?: boolean;
      /** The category that it must have. Default: any. */
      readonly category?: string;
      /** For example `1.2`: at least that, and the same major version (below 1.0, the same minor one). Default: any. */
      readonly version?: string;
    };

/** The started dependencies of a resource by key; null for an optional one that is missing. */
export type ResourceDependencies = Readonly<Record<string, object | null>>;

type KeyOf<Item extends ResourceDependency> = Item extends { readonly key: infer Key extends string }
  ? Key
  : Extract<Item, string>;

/** {@link ResourceDependencies} as a list of dependencies says them. */
export type DependenciesOf<List extends readonly ResourceDependency[]> = {
  readonly [Item in List[number] as KeyOf<Item>]:
    | ResourceAt<KeyOf<Item>>
    | (Item extends { readonly optional: true } ? null : never);
};

/** What a resource is made with. */
export interface ResourceContext {
  /** Fires when the start is given up: by whoever asked for it, by `close()`, by the time limit. */
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a definition can ask about the others. */
export interface ResourceLookup {
  readonly keys: readonly string[];
  has(key: string): boolean;
  category(key: string): string | undefined;
  version(key: string): string | undefined;
}

/**
 * How one resource is made, and what it needs. What `create` gives may have, all optional: `inject(dependencies)`,
 * `initialize({ signal })`, `health({ signal })` and `close()`, which are called in this order.
 */
export interface ResourceDefinition {
  /** `llm`, `memory`, `storage`, or any other name: a letter, then letters, digits, `_` and `-`. */
  readonly key: string;
  /** Default: the key. */
  readonly category?: string;
  /** For those who ask for a version of it. */
  readonly version?: string;
  /** Started before it, closed after it. */
  readonly dependencies?: readonly ResourceDependency[];
  /** Longest time from `create` to the answer of `health`, in milliseconds. Default: that of the container. */
  readonly startTimeoutMs?: number;
  /** Longest time for work in flight and `close` together, in milliseconds. Default: that of the container. */
  readonly closeTimeoutMs?: number;
  /** False for something that its maker closes: the container never does. Default true. */
  readonly isOwned?: boolean;
  /** True when what `create` gives is started already: then neither `inject` nor `initialize` is called. Default false. */
  readonly isReady?: boolean;
  /** Makes it anew at every start. Whatever it has opened before it throws is its own to close. */
  create(dependencies: ResourceDependencies, context: ResourceContext): object | Promise<object>;
  /** Closes what `create` gave. Default: its own `close`, or what `await using` calls. */
  close?(resource: object): void | Promise<void>;
  /** Everything that shows without network. Answers at once. */
  validateConfig?(context: Pick<ResourceContext, "env">): Partial<ValidationResult>;
  /** Whether the others suit it. Answers at once. */
  validateDependencies?(resources: ResourceLookup): Partial<ValidationResult>;
  /** Whether what it will talk to can be reached; before or after the start. */
  validateRuntime?(
    context: Pick<ResourceContext, "env" | "signal">,
  ): Partial<ValidationResult> | Promise<Partial<ValidationResult>>;
}

/** Keys that every agent has a resource for. */
export const CANONICAL_RESOURCES = ["llm", "memory", "storage"] as const;

/** A definition as it is, with the types of its dependencies in `create`. */
export function defineResource<const List extends readonly ResourceDependency[] = readonly []>(
  definition: Omit<ResourceDefinition, "dependencies" | "create"> & {
    readonly dependencies?: List;
    create(dependencies: DependenciesOf<List>, context: ResourceContext): object | Promise<object>;
  },
): ResourceDefinition {
  return definition;
}
