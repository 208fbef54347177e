import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { cannedFetch } from "../lib/canned-fetch.ts";
import { cpuTimes, inSequence } from "../lib/cpu-time.ts";
import { instantSpeaker } from "../lib/instant-model.ts";
import { type Load, loadLangChain, loadOurs } from "../lib/langchain.ts";
import { peerContenders } from "../lib/peers/peer-contenders.ts";
import type { Row, Sample } from "../lib/row.ts";
import { asText, countTokens, TOKENS } from "../lib/tokens.ts";

/** Reads one answer and counts its tokens. */
type Read = () => Promise<void>;

/** CPU of a token through `model.stream` alone with a signal, and through the agent. */
async function measure(from: Load, create: () => Promise<Read>): Promise<Sample> {
  const alone = await modelAlone(from);
  const read = await create();
  const [baseline, cost] = await cpuTimes([inSequence(alone), inSequence(read)]);
  return { baseline: baseline / TOKENS.length, cost: cost / TOKENS.length };
}

async function modelAlone(from: Load): Promise<Read> {
  const model = instantSpeaker(await loadLangChain(from));
  const { signal } = new AbortController();
  return async () => countTokens(await model.stream("go", { signal }), ({ content }) => content);
}

async function foreign(): Promise<Read> {
  const agent = await createAgent({ name: "speaker" })
    .withLlm(instantSpeaker(await loadLangChain(loadOurs)))
    .withStep("llm", {})
    .build();
  return () => countTokens(agent.stream("go").text, asText);
}

async function direct(): Promise<Read> {
  const provider = openai({ apiKey: "none", baseURL: "http://localhost/v1", fetch: cannedFetch(TOKENS) });
  const agent = await createAgent({ name: "speaker" })
    .withProvider(provider)
    .withLlm("openai:canned")
    .withStep("llm", {})
    .build();
  return () => countTokens(agent.stream("go").text, asText);
}

const shared = { unit: "µs/token", baseline: "model.stream with a signal" };

/** A thousand tokens from the model to whoever reads the agent's stream. */
export const streamRows: readonly Row[] = [
  {
    ...shared,
    row: "stream",
    target: 1.25,
    ours: () => measure(loadOurs, foreign),
    peers: peerContenders((peer) => measure(peer.langchain ?? loadOurs, peer.stream)),
  },
  { ...shared, row: "stream-direct", target: 0.4, ours: () => measure(loadOurs, direct), peers: {} },
];
