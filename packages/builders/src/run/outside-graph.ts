type Storage = typeof import("@langchain/core/singletons")["AsyncLocalStorageProviderSingleton"];

let storage: Storage | undefined;

/**
 * Does `work` as if no graph were running around it. LangGraph takes a graph that is called inside a node for a part of
 * the outer one, and would keep and interrupt it there; a run of an agent has a thread of its own. Tracers stay.
 */
export async function outsideGraph<T>(work: () => Promise<T>): Promise<T> {
  storage ??= (await import("@langchain/core/singletons")).AsyncLocalStorageProviderSingleton;
  const outer = storage.getRunnableConfig();
  if (outer === undefined) return work();
  const { callbacks, tags, metadata } = outer;
  return storage.runWithConfig({ callbacks, tags, metadata }, work);
}
