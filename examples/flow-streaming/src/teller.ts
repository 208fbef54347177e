import { createFlow, type Flow, node } from "@pergola/flow-runtime";

const sentences = node({ name: "sentences" }, (text: string) => text.match(/[^.!?]+[.!?]+/g) ?? [text]);

const tell = node({ name: "tell" }, async (all: readonly string[], { emitChunk }) => {
  for (const [index, sentence] of all.entries()) {
    for (const word of sentence.trim().split(/\s+/))
      await emitChunk({ text: `${word} `, streamId: `sentence-${index}` });
    await emitChunk({ text: "", streamId: `sentence-${index}`, done: true });
  }
  return { sentences: all.length };
});

/** A flow that tells a text word by word, a stream for each sentence. */
export function createTeller(): Flow<string, { sentences: number }> {
  return createFlow({ name: "teller", edges: [sentences.to(tell)] });
}
