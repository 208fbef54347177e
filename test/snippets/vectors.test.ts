// #region vectors
import { createScope } from "@pergola/core";
import { createHashingEmbedder, createInMemoryVectorStore, createMemoryVectors } from "@pergola/resources";
// #endregion

import { expect, test } from "vitest";

test("texts are found by texts", async () => {
  // #region vectors
  const store = createInMemoryVectorStore({ maxEntriesPerUser: 1_000 });
  const vectors = createMemoryVectors({ store, embedder: createHashingEmbedder() });
  const ada = createScope({ tenantId: "acme", agentId: "helper", userId: "ada" });

  await vectors.add(ada, [
    { id: "tea", text: "Ada likes green tea.", metadata: { source: "talk" } },
    { id: "car", text: "The car is in the garage." },
  ]);
  const [best] = await vectors.search(ada, "Which tea?", { k: 1, filter: { source: "talk" } });
  console.log(best?.id, best?.score, best?.text);

  await vectors.delete(ada, "car");
  await store.close();
  // #endregion
  expect(best).toMatchObject({ id: "tea" });
});
