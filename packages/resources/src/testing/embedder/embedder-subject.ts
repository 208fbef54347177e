import type { Embedder } from "../../vectors/embedder.ts";

/** What the suite needs to know of an embedder. */
export interface EmbedderSubject {
  /** Shown in the test report. */
  readonly name: string;
  /** Makes an embedder; called once per test, which closes it if it can be closed. */
  create(): Promise<Embedder>;
  /** Lists of texts that the property tries. Default 20. */
  readonly fuzzRuns?: number;
}
