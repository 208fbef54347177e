import { HumanMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { reply } from "../vendor-server/reply.ts";
import { startVendorServer } from "../vendor-server/start-vendor-server.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";
import { allWays, directModel, streamingWays } from "./ways.ts";

const messages = [new HumanMessage("Hello there, tell me who you are.")];

/** What every model owes, whatever it says. */
export function answerTests(subject: ChatModelSubject): void {
  test("all ways give the same answer", async () => {
    await using server = await startVendorServer({ reply: () => "I am the model of a vendor." });
    const model = await subject.create(server, {});
    const answers = [];
    for (const [, way] of allWays(subject)) answers.push(await way(model, { messages }));
    const [first, ...others] = answers;
    expect(first?.text).not.toBe("");
    for (const other of others) expect(other).toEqual(first);
  });

  test.each(streamingWays(subject))("%s: the pieces joined are the answer", async (_, way) => {
    await using server = await startVendorServer({ reply: () => "I am the model of a vendor." });
    const model = await subject.create(server, {});
    const pieces: string[] = [];
    const answer = await way(model, { messages, onText: (text) => pieces.push(text) });
    expect(pieces.join("")).toBe(answer.text);
    expect(pieces.length).toBeGreaterThan(1);
  });

  if (subject.hasDirect !== false) directTests(subject);
}

function directTests(subject: ChatModelSubject): void {
  test("a promise from onDelta holds the next piece back", async () => {
    await using server = await startVendorServer({
      replies: [reply.text("one two three four", { isBurst: true })],
    });
    const model = await subject.create(server, {});
    let open = 0;
    let most = 0;
    await directModel(model).streamDirect(
      { messages },
      {
        signal: new AbortController().signal,
        async onDelta() {
          open += 1;
          most = Math.max(most, open);
          await new Promise(setImmediate);
          open -= 1;
        },
      },
    );
    expect(most).toBe(1);
  });

  test("an error that onDelta throws ends the call with it", async () => {
    await using server = await startVendorServer({
      replies: [reply.text("one two three four", { isBurst: true })],
    });
    const model = await subject.create(server, {});
    const error = new Error("the reader is full");
    let calls = 0;
    const call = directModel(model).streamDirect(
      { messages },
      {
        signal: new AbortController().signal,
        onDelta() {
          calls += 1;
          throw error;
        },
      },
    );
    await expect(call).rejects.toBe(error);
    expect(calls).toBe(1);
  });
}
