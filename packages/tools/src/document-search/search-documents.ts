import type { DocumentSearchResult } from "./document-search-result.ts";
import { passagesOf } from "./passages-of.ts";
import { rankPassages } from "./rank-passages.ts";
import { type DocumentLimits, type DocumentStorage, readDocuments } from "./read-documents.ts";

export interface DocumentSearch {
  readonly query: string;
  readonly limit: number;
  readonly limits: DocumentLimits;
  readonly signal: AbortSignal;
}

/** Reads the documents, cuts them into passages, and ranks those. */
export async function searchDocuments(
  storage: DocumentStorage,
  { query, limit, limits, signal }: DocumentSearch,
): Promise<DocumentSearchResult> {
  const { files, leftOut } = await readDocuments(storage, limits, signal);
  const passages = files.flatMap(({ path, text }) =>
    passagesOf(text).map((passage) => ({ path, text: passage })),
  );
  const ranked = rankPassages(passages, query, limit);
  return {
    passages: ranked.map(({ score, ...passage }) => ({ ...passage, score: Number(score.toFixed(3)) })),
    searched: files.length,
    ...(leftOut > 0 && { leftOut }),
  };
}
