import type { VectorStore } from "../../vectors/vector-store.ts";

/** What the suite needs to know of a vector store. */
export interface VectorStoreSubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes an empty store that takes 1000 vectors a user, of up to 1000 dimensions; called once per test, which closes it. */
  create(): Promise<VectorStore>;
  /** Closes the store and opens its data again as a new process would. Leave it out for a store that is not durable. */
  reopen?(store: VectorStore): Promise<VectorStore>;
  /** Command sequences that the fuzz tries. Default 25. */
  readonly fuzzRuns?: number;
}
