// A process of its own: one chat turn of an agent with a user budget, against a vendor that may never end its answer.
// Arguments: the database file, the vendor's base URL.
import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { duckdb } from "@pergola/memory-duckdb";

const [, , path = "", baseURL = ""] = process.argv;
const agent = await createAgent({
  llm: { provider: "openai", model: "m" },
  providers: [openai({ baseURL, maxTokens: 300 }), duckdb({ path })],
  budget: { user: { tokens: 1_000 } },
})
  .withMemory({ type: "conversation", provider: "duckdb" })
  .build();
await agent.chat("hi", { userId: "ada" });
await agent.close();
