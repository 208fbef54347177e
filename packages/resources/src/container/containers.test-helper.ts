import { createVirtualClock } from "@pergola/core/testing";
import { createResourceContainer } from "./create-resource-container.ts";
import type { ManagedResource } from "./managed-resource.ts";
import type { ResourceContainerOptions } from "./resource-container.ts";
import type { ResourceDefinition, ResourceDependency } from "./resource-definition.ts";

/** What happened, in order: `create a`, `initialize a`, `close a`. */
export interface Diary {
  readonly entries: string[];
  of(what: string): readonly string[];
}

export function createDiary(): Diary {
  const entries: string[] = [];
  return {
    entries,
    of: (what) =>
      entries.filter((entry) => entry.startsWith(`${what} `)).map((entry) => entry.slice(what.length + 1)),
  };
}

/** A resource that writes into a diary. */
export function recorded(
  diary: Diary,
  key: string,
  dependencies: readonly ResourceDependency[] = [],
  own: Partial<ManagedResource> & Partial<ResourceDefinition> = {},
): ResourceDefinition {
  const { initialize, health, close, inject, ...definition } = own;
  const write = (what: string) => diary.entries.push(`${what} ${key}`);
  const resource: ManagedResource = {
    async inject(given) {
      write("inject");
      await inject?.(given);
    },
    async initialize(options) {
      write("initialize");
      await initialize?.(options);
    },
    async health(options) {
      write("health");
      return (await health?.(options)) ?? { status: "ok" };
    },
    async close() {
      write("close");
      await close?.();
    },
  };
  return {
    key,
    dependencies,
    create() {
      write("create");
      return resource;
    },
    ...definition,
  };
}

/** A container on virtual time. */
export function timed(definitions: readonly ResourceDefinition[], options: ResourceContainerOptions = {}) {
  const clock = createVirtualClock(1_000);
  return { clock, container: createResourceContainer(definitions, { clock, env: {}, ...options }) };
}

/** Work that never ends and does not look at its signal. */
export const forever = () => new Promise<never>(() => undefined);

/** What a promise is rejected with; fails where it is not. */
export async function thrownBy(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (thrown) {
    return thrown as Error;
  }
  throw new Error("It did not fail.");
}

/** Counts the listeners that are on a signal from now on. */
export function watched(signal: AbortSignal) {
  let listeners = 0;
  const { addEventListener, removeEventListener } = signal;
  Object.assign(signal, {
    addEventListener(...input: Parameters<typeof addEventListener>) {
      listeners += 1;
      addEventListener.apply(signal, input);
    },
    removeEventListener(...input: Parameters<typeof removeEventListener>) {
      listeners -= 1;
      removeEventListener.apply(signal, input);
    },
  });
  return () => listeners;
}
