import { z } from "zod";
import { defineTool } from "../define-tool.ts";
import type { Tool } from "../tool.ts";
import type { DocumentSearchResult } from "./document-search-result.ts";
import type { DocumentStorage } from "./read-documents.ts";

export interface DocumentSearchOptions {
  /** Key of the agent's storage that has the documents. Default `storage`. */
  readonly storage?: string;
  /** Only documents whose path begins with it. Default: all. */
  readonly prefix?: string;
  /** Endings of the files that are documents, in lower case. Default `.txt .md .csv .json .yaml .yml .log`. */
  readonly extensions?: readonly string[];
  /** Most documents that one search reads. Default 500. */
  readonly maxFiles?: number;
  /** Most that one search reads, in bytes. Default 5 000 000. */
  readonly maxBytes?: number;
}

/** The schema of {@link documentSearch}'s arguments. */
type DocumentSearchInput = z.ZodObject<{ query: z.ZodString; limit: z.ZodDefault<z.ZodInt> }>;

const EXTENSIONS = [".txt", ".md", ".csv", ".json", ".yaml", ".yml", ".log"];

/**
 * A tool that searches the text files of the run's user for words, and gives the best passages. It reads them anew each time,
 * within its limits: there is no index to keep.
 */
export function documentSearch(
  options: DocumentSearchOptions = {},
): Tool<DocumentSearchInput, DocumentSearchResult> {
  const {
    storage = "storage",
    prefix,
    extensions = EXTENSIONS,
    maxFiles = 500,
    maxBytes = 5_000_000,
  } = options;
  return defineTool({
    name: "search_documents",
    description:
      "Searches the stored documents for words and gives the passages that fit best. Use words that the documents would use.",
    input: z.object({
      query: z.string().min(1).max(500).describe("What to look for, in a few words"),
      limit: z.int().min(1).max(20).default(5).describe("Most passages to give"),
    }),
    async execute({ query, limit }, { resource, signal }): Promise<DocumentSearchResult> {
      const { searchDocuments } = await import("./search-documents.ts");
      // Which kind a resource is, is known by its key alone.
      const documents = resource(storage) as DocumentStorage;
      const limits = { prefix, extensions, maxFiles, maxBytes };
      return searchDocuments(documents, { query, limit, limits, signal });
    },
  });
}
