import { aiSdk } from "./ai-sdk.ts";
import { genkit } from "./genkit.ts";
import { langchain } from "./langchain.ts";
import { langgraph } from "./langgraph.ts";
import { mastra } from "./mastra.ts";
import { openaiAgents } from "./openai-agents.ts";
import type { Peer } from "./peer.ts";
import { voltagent } from "./voltagent.ts";

/** Everybody we compare ourselves with. Making an entry loads nothing of theirs. */
export const PEERS: Readonly<Record<string, Peer>> = {
  langgraph,
  langchain,
  mastra,
  "ai-sdk": aiSdk,
  "openai-agents": openaiAgents,
  genkit,
  voltagent,
};
