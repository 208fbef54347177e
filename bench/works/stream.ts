import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import { load } from "../contenders/load.ts";
import { cannedFetch } from "../lib/canned-fetch.ts";
import { cpuTime, inSequence } from "../lib/cpu-time.ts";
import { instantModel } from "../lib/instant-model.ts";
import { type Load, loadLangChain, loadOurs } from "../lib/langchain.ts";
import type { Row, Sample } from "../lib/row.ts";

const TOKENS = Array.from({ length: 1_000 }, (_, index) => ` tok${index % 10}`);

/** CPU of a token through `read`, and before it through `model.stream` alone with a signal. */
async function measure(from: Load, read: () => AsyncIterable<unknown>): Promise<Sample> {
  const baseline = await perToken(await modelAlone(from));
  return { cost: await perToken(read), baseline };
}

const perToken = async (read: () => AsyncIterable<unknown>) =>
  (await cpuTime(inSequence(() => countTokens(read())))) / TOKENS.length;

async function countTokens(stream: AsyncIterable<unknown>): Promise<void> {
  let count = 0;
  for await (const token of stream) if (token !== "") count++;
  if (count !== TOKENS.length) throw new Error(`${count} tokens came instead of ${TOKENS.length}.`);
}

async function modelAlone(from: Load): Promise<() => AsyncIterable<unknown>> {
  const model = instantModel(await loadLangChain(from), () => TOKENS);
  const { signal } = new AbortController();
  return async function* () {
    for await (const chunk of await model.stream("go", { signal })) yield chunk.content;
  };
}

async function foreign(): Promise<Sample> {
  const agent = await createAgent({ name: "speaker" })
    .withLlm(instantModel(await loadLangChain(loadOurs), () => TOKENS))
    .withStep("llm", {})
    .build();
  return measure(loadOurs, () => agent.stream("go").text);
}

async function direct(): Promise<Sample> {
  const provider = openai({ apiKey: "none", baseURL: "http://localhost/v1", fetch: cannedFetch(TOKENS) });
  const agent = await createAgent({ name: "speaker" })
    .withProvider(provider)
    .withLlm("openai:canned")
    .withStep("llm", {})
    .build();
  return measure(loadOurs, () => agent.stream("go").text);
}

interface MessageStream {
  stream(
    input: object,
    options: object,
  ): Promise<AsyncIterable<readonly [{ readonly text: string }, unknown]>>;
}

const peer = (specifier: string, create: (module: unknown, model: unknown) => MessageStream) => async () => {
  const parts = await loadLangChain(load);
  const agent = create(
    await load(specifier),
    instantModel(parts, () => TOKENS),
  );
  return measure(load, async function* () {
    const input = { messages: [new parts.HumanMessage("go")] };
    for await (const [message] of await agent.stream(input, { streamMode: "messages" })) yield message.text;
  });
};

const peers = {
  "langgraph-react": peer("@langchain/langgraph/prebuilt", (module, llm) =>
    (module as { createReactAgent(options: object): MessageStream }).createReactAgent({ llm, tools: [] }),
  ),
  "langchain-agent": peer("langchain", (module, model) =>
    (module as { createAgent(options: object): MessageStream }).createAgent({ model, tools: [] }),
  ),
};

const shared = { unit: "µs/token", baseline: "model.stream with a signal" };

/** A thousand tokens from the model to whoever reads the agent's stream. */
export const streamRows: readonly Row[] = [
  { ...shared, row: "stream", target: 1.25, ours: foreign, peers },
  { ...shared, row: "stream-direct", target: 0.4, ours: direct, peers: {} },
];
