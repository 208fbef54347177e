import type { Clock } from "@pergola/core";
import type { StepCacheConfig } from "@pergola/core-steps";
import type { StoredMessage } from "@pergola/resources";

/** Entries that a step remembers unless its config says otherwise. */
const DEFAULT_MAX_ENTRIES = 100;

/** A write in a form that can be used again: messages as they are stored. */
export interface CachedWrite {
  readonly key: string;
  readonly value: unknown;
  readonly messages?: readonly StoredMessage[];
}

interface Entry {
  readonly writes: readonly CachedWrite[];
  readonly storedAt: number;
}

/** What a step returned for which state; the least recently used is forgotten first. */
export interface StepCache {
  readonly step: string;
  readonly keys: readonly string[] | undefined;
  get(key: string, clock: Clock): Entry["writes"] | undefined;
  set(key: string, writes: Entry["writes"], clock: Clock): void;
}

export function createStepCache(step: string, config: StepCacheConfig): StepCache {
  const { ttlMs = Number.POSITIVE_INFINITY, maxEntries = DEFAULT_MAX_ENTRIES, keys } = config;
  const entries = new Map<string, Entry>();
  return {
    step,
    keys,
    get(key, clock) {
      const entry = entries.get(key);
      entries.delete(key);
      if (entry === undefined || clock.monotonic() - entry.storedAt >= ttlMs) return undefined;
      entries.set(key, entry);
      return entry.writes;
    },
    set(key, writes, clock) {
      entries.delete(key);
      entries.set(key, { writes, storedAt: clock.monotonic() });
      const oldest = entries.size > maxEntries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
