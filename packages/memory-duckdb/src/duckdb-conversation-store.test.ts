import type { ConversationStore } from "@pergola/resources";
import { conversationStoreContract } from "@pergola/resources/testing";
import { afterAll } from "vitest";
import { openDuckDbConversationStore } from "./open-duckdb-conversation-store.ts";
import { temporaryFolder } from "./temporary-folder.test-helper.ts";

const folder = await temporaryFolder();
afterAll(() => folder[Symbol.asyncDispose]());

let files = 0;
const paths = new WeakMap<ConversationStore, string>();

const open = async (path: string) => {
  const store = await openDuckDbConversationStore({ path });
  paths.set(store, path);
  return store;
};

conversationStoreContract({
  name: "openDuckDbConversationStore()",
  create: () => open(folder.file(`${files++}.duckdb`)),
  fuzzRuns: 6,
  async reopen(store) {
    await store.close();
    return open(paths.get(store) ?? "");
  },
});
