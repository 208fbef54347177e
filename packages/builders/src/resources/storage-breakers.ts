import type { AgentConfig } from "@pergola/config";
import type { Clock } from "@pergola/core";
import {
  type BreakerSettings,
  type BreakerSnapshot,
  type CircuitBreaker,
  createBreaker,
  judgeGuardedStorage,
} from "@pergola/resources";
import type { MadeResource } from "./made-resource.ts";

/** Of the definition: settings by key of a storage. */
export type StorageBreakerSettings = NonNullable<AgentConfig["breaker"]>["resources"];

export interface StorageBreakersOptions {
  readonly settings: StorageBreakerSettings;
  readonly clock: Clock | undefined;
  readonly resources: readonly MadeResource[];
  /** Those of before a reload. */
  readonly previous: StorageBreakers | undefined;
  /** Whether a resource goes on after a reload. */
  readonly keeps: (key: string) => boolean;
}

/** The place of a breaker, shared by the versions of an agent that share the storage: whichever lends it first makes it. */
interface BreakerPlace {
  breaker?: CircuitBreaker;
}

/** The breakers of an agent's storages, one for each, made when the storage is first lent. */
export class StorageBreakers {
  readonly #options: Omit<StorageBreakersOptions, "previous" | "keeps">;
  readonly #places = new Map<string, BreakerPlace>();

  /** A storage that goes on under the same settings keeps its breaker: what is broken stays broken over a reload. */
  constructor({ previous, keeps, ...options }: StorageBreakersOptions) {
    this.#options = options;
    if (previous === undefined) return;
    const { settings } = previous.#options;
    const isKept = (key: string) => keeps(key) && isSame(settings?.[key], options.settings?.[key]);
    const keys = options.resources.map(({ definition }) => definition.key);
    for (const key of keys) if (isKept(key)) this.#places.set(key, previous.#place(key));
  }

  get(key: string): CircuitBreaker {
    const place = this.#place(key);
    place.breaker ??= this.#make(key);
    return place.breaker;
  }

  list(): readonly BreakerSnapshot[] {
    return [...this.#places.values()].flatMap(({ breaker }) => breaker?.snapshot() ?? []);
  }

  #place(key: string): BreakerPlace {
    const place = this.#places.get(key) ?? {};
    this.#places.set(key, place);
    return place;
  }

  #make(key: string): CircuitBreaker {
    const { settings, clock, resources } = this.#options;
    const provider = resources.find(({ definition }) => definition.key === key)?.provider;
    return createBreaker({
      ...settings?.[key],
      name: provider === undefined ? key : `${key} (${provider})`,
      // Files of this machine are behind the provider of that name; all else is somewhere else.
      category: provider === "local" ? "storage" : "external",
      judge: judgeGuardedStorage,
      ...(clock !== undefined && { clock }),
    });
  }
}

const isSame = (one: BreakerSettings | undefined, other: BreakerSettings | undefined): boolean =>
  one?.failures === other?.failures && one?.resetMs === other?.resetMs;
