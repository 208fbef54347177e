import type { ChatModel } from "./llm/chat-model.ts";
import type { ConversationStore } from "./memory/conversation-store.ts";
import type { Storage } from "./storage/storage.ts";
import type { Embedder } from "./vectors/embedder.ts";
import type { VectorStore } from "./vectors/vector-store.ts";

/** Every method of a contract that has no default; the compiler misses none. */
type MethodsOf<Contract, Optional extends keyof Contract = never> = Readonly<
  Record<Exclude<keyof Contract, symbol | Optional>, true>
>;

const MEMORY: MethodsOf<ConversationStore, "identity" | "ledger" | "userMemory"> = {
  lock: true,
  admit: true,
  suspend: true,
  settle: true,
  window: true,
  sessions: true,
  runs: true,
  transcript: true,
  events: true,
  delete: true,
  recover: true,
  close: true,
};

const STORAGE: MethodsOf<Storage> = {
  read: true,
  readStream: true,
  write: true,
  writeStream: true,
  list: true,
  listPage: true,
  stat: true,
  delete: true,
  close: true,
};

/** What a call cannot do without; models that bind no tools are models too. */
const LLM: Readonly<Partial<Record<keyof ChatModel, true>>> = { invoke: true, stream: true };

const VECTOR_STORE: MethodsOf<VectorStore> = {
  add: true,
  search: true,
  delete: true,
  clear: true,
  close: true,
};

const EMBEDDINGS: MethodsOf<Embedder, "id" | "dimensions" | "close"> = { embed: true };

const METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ["memory", Object.keys(MEMORY)],
  ["storage", Object.keys(STORAGE)],
  ["llm", Object.keys(LLM)],
  ["vector-store", Object.keys(VECTOR_STORE)],
  ["embeddings", Object.keys(EMBEDDINGS)],
]);

/** The methods that what a provider of this category made should have and has not; none of a category that others opened. */
export function missingMethods(category: string, product: object): readonly string[] {
  const members = product as Readonly<Record<string, unknown>>;
  return (METHODS.get(category) ?? []).filter((name) => typeof members[name] !== "function");
}
