import type { Vector } from "./vector-store.ts";

/** Turns texts into vectors: those of like texts lie near each other. */
export interface Embedder {
  /** Of the model and all that changes its vectors; kept with them, for another one's mean something else. */
  readonly id: string;
  /** Of every vector. */
  readonly dimensions: number;
  /** One vector for each text, in order. Rejects with the signal's reason. */
  embed(texts: readonly string[], options?: { readonly signal?: AbortSignal }): Promise<readonly Vector[]>;
  close?(): Promise<void>;
}
