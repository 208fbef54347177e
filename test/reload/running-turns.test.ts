import { reply, type VendorRequest } from "@pergola/resources/testing";
import { expect, test } from "vitest";
import { askedOf, sentValues, watchedAgent } from "./watched-agent.test-helper.ts";

const SETS = {
  a: { model: "model-a", temperature: 0.1, key: "key-a-0123456789", system: "You are A." },
  b: { model: "model-b", temperature: 0.9, key: "key-b-0123456789", system: "You are B." },
} as const;

const textOf = ({ model, temperature, key, system }: (typeof SETS)["a" | "b"]) => `name: helper
llm: { provider: openai, model: ${model}, baseURL: "\${VENDOR}", apiKey: ${key} }
memory: conversation
steps:
  - step: tools-loop
    systemPrompt: ${system}
    temperature: ${temperature}
tools: [calculator]
`;

/** Each turn is two calls of the model, with a tool between them. */
const isFirstCall = ({ body = {} }: VendorRequest) =>
  (body.messages as readonly { readonly role: string }[]).at(-1)?.role !== "tool";

test("each of 100 running turns sees the values of one file, those that it began with, while the file changes", async () => {
  const ROUNDS = 10;
  const TURNS = 10;
  let gate = Promise.withResolvers<void>();
  let asked = 0;
  let isFull = Promise.withResolvers<void>();
  await using watched = await watchedAgent({
    text: textOf(SETS.a),
    async reply(request) {
      if (!isFirstCall(request)) return "done";
      asked += 1;
      if (asked % TURNS === 0) isFull.resolve();
      await gate.promise;
      return reply.toolCalls({ name: "calculator", arguments: { expression: "1 + 1" } });
    },
  });
  const { agent, vendor } = watched;
  const begun = new Map<string, "a" | "b">();
  const begin = (set: "a" | "b", round: number) =>
    Array.from({ length: TURNS / 2 }, (_, index) => {
      const name = `turn ${round} ${set} ${index}`;
      begun.set(name, set);
      return agent.chat(name, { userId: `user-${index}`, sessionId: `${round} ${set}` });
    });
  for (let round = 0; round < ROUNDS; round++) {
    const [old, next] = round % 2 === 0 ? (["a", "b"] as const) : (["b", "a"] as const);
    gate = Promise.withResolvers();
    isFull = Promise.withResolvers();
    const turns = begin(old, round);
    // They are asking the vendor while the file is saved.
    const { outcome } = await watched.save(textOf(SETS[next]));
    expect(outcome).toBe("reloaded");
    turns.push(...begin(next, round));
    await isFull.promise;
    gate.resolve();
    for (const { text, toolCalls } of await Promise.all(turns))
      expect([text, toolCalls.length]).toEqual(["done", 1]);
  }
  expect(begun.size).toBe(ROUNDS * TURNS);
  expect(vendor.requests).toHaveLength(2 * ROUNDS * TURNS);
  for (const request of vendor.requests) {
    const set = begun.get(askedOf(request));
    expect({ set, ...sentValues(request) }).toEqual({ set, ...SETS[set ?? "a"] });
  }
  expect(agent.definition.steps[0]?.config).toMatchObject({ temperature: SETS.a.temperature });
});

test("a turn that waits for another one of its session keeps the values that it began with", async () => {
  const first = reply.controlled();
  let isAnswered = false;
  await using watched = await watchedAgent({
    text: textOf(SETS.a),
    reply: () => {
      if (isAnswered) return "second";
      isAnswered = true;
      return first;
    },
  });
  const { agent, vendor } = watched;
  const session = { userId: "ada", sessionId: "one" };
  const turns = [agent.chat("first", session)];
  await first.started;
  turns.push(agent.chat("second", session));
  await watched.save(textOf(SETS.b));
  await first.finish({ tokens: ["done"] });
  await Promise.all(turns);
  expect(vendor.requests.map(sentValues)).toEqual([SETS.a, SETS.a]);
  await agent.chat("third", session);
  expect(sentValues(vendor.requests[2] as VendorRequest)).toEqual(SETS.b);
  const { length } = (vendor.requests[2]?.body?.messages ?? []) as unknown[];
  // The conversation goes on: two turns of before, what the system says, and the new message.
  expect(length).toBe(6);
});
