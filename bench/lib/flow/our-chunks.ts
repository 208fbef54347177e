import { createFlow, node } from "@pergola/flow-runtime";
import { countTokens, TOKENS } from "../tokens.ts";
import { BoundedQueue } from "./bounded-queue.ts";
import { BARE } from "./our-flows.ts";

/** Reads one answer of as many chunks as there are tokens. */
type Read = () => Promise<void>;

/** A node says the tokens, and whoever reads the flow's stream counts them. */
export function ourChunks(): Read {
  const speaker = node({ name: "speaker" }, async (_: string, { emitChunk }) => {
    for (const text of TOKENS) await emitChunk({ text });
  });
  const flow = createFlow({ ...BARE, edges: [speaker.to()] });
  return () => countTokens(flow.stream("go"), (item) => (item.type === "chunk" ? item.text : ""));
}

/** The same through a bare queue. */
export const queueChunks: () => Read = () => async () => {
  const queue = new BoundedQueue<string | undefined>();
  const speak = async () => {
    for (const text of TOKENS) await queue.put(text);
    await queue.put(undefined);
  };
  void speak();
  await countTokens(piecesOf(queue), (text) => text);
};

async function* piecesOf(queue: BoundedQueue<string | undefined>): AsyncGenerator<string> {
  for (;;) {
    const piece = await queue.get();
    if (piece === undefined) return;
    yield piece;
  }
}
