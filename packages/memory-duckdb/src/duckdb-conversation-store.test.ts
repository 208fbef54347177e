import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConversationStore } from "@pergola/resources";
import { conversationStoreContract } from "@pergola/resources/testing";
import { afterAll } from "vitest";
import { openDuckDbConversationStore } from "./open-duckdb-conversation-store.ts";

const folder = await mkdtemp(join(tmpdir(), "pergola-duckdb-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
const paths = new WeakMap<ConversationStore, string>();

const open = async (path: string) => {
  const store = await openDuckDbConversationStore({ path });
  paths.set(store, path);
  return store;
};

conversationStoreContract({
  name: "openDuckDbConversationStore()",
  create: () => open(join(folder, `${files++}.duckdb`)),
  fuzzRuns: 6,
  async reopen(store) {
    await store.close();
    return open(paths.get(store) ?? "");
  },
});
