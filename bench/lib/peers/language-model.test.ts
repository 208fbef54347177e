import { expect, test } from "vitest";
import { TOKENS } from "../tokens.ts";
import { languageAdder, languageSpeaker } from "./language-model.ts";

interface Model {
  doGenerate(settings: object): Promise<{ content: readonly object[]; finishReason: object }>;
  doStream(settings: object): Promise<{ stream: AsyncIterable<{ type: string; delta?: string }> }>;
}

const user = { role: "user", content: [{ type: "text", text: "41" }] };
const result = { role: "tool", content: [{ type: "tool-result", output: { type: "json", value: 42 } }] };

test("it calls the tool for a question and says the sum for its result", async () => {
  const model = languageAdder("v4") as Model;
  const asked = await model.doGenerate({ prompt: [user] });
  expect(asked).toMatchObject({
    content: [{ type: "tool-call", toolName: "add", input: '{"a":41,"b":1}' }],
    finishReason: { unified: "tool-calls" },
  });
  const answered = await model.doGenerate({ prompt: [user, result] });
  expect(answered).toMatchObject({
    content: [{ type: "text", text: "sum 42" }],
    finishReason: { unified: "stop" },
  });
});

test("it streams one delta a token between a start and an end", async () => {
  const { stream } = await (languageSpeaker("v3") as Model).doStream({ prompt: [user] });
  const types: string[] = [];
  const deltas: unknown[] = [];
  for await (const { type, delta } of stream) {
    if (type === "text-delta") deltas.push(delta);
    else types.push(type);
  }
  expect(deltas).toEqual(TOKENS);
  expect(types).toEqual(["stream-start", "text-start", "text-end", "finish"]);
});
