import { HumanMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { startVendorServer } from "../vendor-server/start-vendor-server.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";
import { allWays, streamingWays } from "./ways.ts";

const messages = [new HumanMessage("Hi")];
const tokens = ["Grüße", ", ", "世界", " ", "👩‍🚀", '"quoted\\"', "\n", "{}"];
const usage = {
  prompt_tokens: 11,
  completion_tokens: 7,
  total_tokens: 18,
  prompt_tokens_details: { cached_tokens: 5 },
  completion_tokens_details: { reasoning_tokens: 3 },
};

/** What the vendor says arrives, all of it and in its order. */
export function wireTests(subject: ChatModelSubject): void {
  test.each(streamingWays(subject))("%s: tokens arrive as they were sent", async (_, way) => {
    await using server = await startVendorServer({ replies: [{ tokens }] });
    const pieces: string[] = [];
    const model = await subject.create(server, {});
    await way(model, { messages, onText: (text) => pieces.push(text) });
    expect(pieces).toEqual(tokens);
  });

  test.each(allWays(subject))("%s: usage is counted as the vendor counted it", async (_, way) => {
    await using server = await startVendorServer({ replies: [{ tokens, usage }] });
    const answer = await way(await subject.create(server, {}), { messages });
    expect(answer.usage).toEqual({
      inputTokens: 11,
      outputTokens: 7,
      totalTokens: 18,
      cachedInputTokens: 5,
      reasoningTokens: 3,
    });
  });

  test.each(allWays(subject))("%s: an answer with no text is empty, not an error", async (_, way) => {
    await using server = await startVendorServer({ replies: [{ tokens: [] }] });
    const answer = await way(await subject.create(server, {}), { messages });
    expect(answer.text).toBe("");
  });
}
