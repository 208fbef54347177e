import type { ChatCompletion, ChatDelta } from "@pergola/resources";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fetchOf, openaiModel } from "./model.test-helper.ts";
import { TextTemplate } from "./wire/text-template.ts";

type Delta = Readonly<Record<string, unknown>>;

const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    '"',
    "\\",
    "\n",
    "\u2028",
    "\u0000",
    "}",
    '","content":"',
    "👩‍🚀",
    "data: [DONE]",
    "pergola-probe",
  ),
);

const toolCall = fc.record({
  id: fc.uuid(),
  name: fc.stringMatching(/^[a-z_]{1,8}$/),
  arguments: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null))),
});

const answer = fc.record({
  reasoning: fc.array(text, { maxLength: 4 }),
  tokens: fc.array(text, { maxLength: 12 }),
  toolCalls: fc.array(toolCall, { maxLength: 3 }),
  finish: fc.constantFrom("stop", "length", "tool_calls", "content_filter"),
});

const style = fc.record({
  end: fc.constantFrom("\n", "\r\n", "\r"),
  space: fc.constantFrom("", " "),
  indent: fc.constantFrom(0, 1),
  comment: fc.boolean(),
});

/** Cuts a text at the given places, wherever they are. */
function pieces(whole: string, places: readonly number[]): readonly string[] {
  const cuts = [...new Set(places.map((place) => place % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => whole.slice(start, cuts[index]));
}

async function read(bytes: Uint8Array<ArrayBuffer>, sizes: readonly number[]) {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let start = 0;
  for (let turn = 0; start < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    parts.push(bytes.slice(start, start + size));
    start += size;
  }
  const model = await openaiModel({ apiKey: "sk-test", fetch: fetchOf(parts) });
  const deltas: ChatDelta[] = [];
  const signal = new AbortController().signal;
  const completion = await model.streamDirect(
    { messages: [] },
    { signal, onDelta: (delta) => void deltas.push(delta) },
  );
  return { completion, deltas };
}

const joined = (deltas: readonly ChatDelta[], type: ChatDelta["type"]) =>
  deltas.map((delta) => (delta.type === type ? delta.text : "")).join("");

test("any answer, in any legal form, cut into network parts anywhere, is read the same", async () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
  const places = fc.array(fc.nat({ max: 200 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(answer, style, cuts, places, async (said, form, sizes, argumentCuts) => {
      const deltas: readonly Delta[] = [
        ...said.reasoning.map((reasoning) => ({ reasoning_content: reasoning })),
        ...said.tokens.map((content) => ({ content })),
        ...said.toolCalls.flatMap((call, index) => [
          {
            tool_calls: [
              { index, id: call.id, type: "function", function: { name: call.name, arguments: "" } },
            ],
          },
          ...pieces(JSON.stringify(call.arguments), argumentCuts).map((fragment) => ({
            tool_calls: [{ index, function: { arguments: fragment } }],
          })),
        ]),
      ];
      const event = (data: string) =>
        [
          ...(form.comment ? [": hi"] : []),
          ...data.split("\n").map((line) => `data:${form.space}${line}`),
          "",
          "",
        ].join(form.end);
      const chunk = (delta: Delta, finish: string | null) =>
        event(
          JSON.stringify(
            { id: "c", choices: [{ index: 0, delta, finish_reason: finish }] },
            null,
            form.indent,
          ),
        );
      const stream = [
        ...deltas.map((delta) => chunk(delta, null)),
        chunk({}, said.finish),
        event("[DONE]"),
      ].join("");

      const { completion, deltas: pieced } = await read(new TextEncoder().encode(stream), sizes);
      expect(completion.text).toBe(said.tokens.join(""));
      expect(completion.reasoning ?? "").toBe(said.reasoning.join(""));
      expect(completion.finishReason.raw).toBe(said.finish);
      expect(completion.toolCalls.map(({ id, name }) => ({ id, name }))).toEqual(
        said.toolCalls.map(({ id, name }) => ({ id, name })),
      );
      expect(completion.toolCalls.map((call) => JSON.parse(call.arguments))).toEqual(
        said.toolCalls.map((call) => JSON.parse(JSON.stringify(call.arguments))),
      );
      expect(joined(pieced, "text")).toBe(completion.text);
      expect(joined(pieced, "reasoning")).toBe(completion.reasoning ?? "");
    }),
    { numRuns: 300 },
  );
});

test("a stream that is cut off before its finish reason is never a success", async () => {
  const whole = ["He", "llo", " 世界"].map(
    (content) => `data: {"choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`,
  );
  const bytes = new TextEncoder().encode(whole.join(""));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length }), fc.integer({ min: 1, max: 40 }), async (length, size) => {
      const call: Promise<{ completion: ChatCompletion }> = read(bytes.slice(0, length), [size]);
      await expect(call).rejects.toMatchObject({
        code: expect.stringMatching(/^MODEL_(STREAM_BROKEN|BAD_RESPONSE)$/),
      });
    }),
    { numRuns: 150 },
  );
});

test("noise is an error with a code, never a crash or an answer", async () => {
  const line = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.json({ maxDepth: 3 }).map((json) => `data: ${json}`),
    fc
      .json({ maxDepth: 2 })
      .map((json) => `data: {"choices":[{"index":0,"delta":{"content":${json},"tool_calls":${json}}}]}`),
    fc.constantFrom("", "data: [DONE]", "event: error", "id: 1", "retry: x", ":"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
      const bytes = new TextEncoder().encode(`${lines.join("\n\n")}\n\n`);
      const error = await read(bytes, [7]).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: expect.stringMatching(/^MODEL_/), hint: expect.any(String) });
    }),
    { numRuns: 300 },
  );
});

test("the short cut for text gives what the JSON parser gives, or steps aside", () => {
  const spaces = fc.constantFrom("", " ", "\n ");
  const envelope = fc.record({
    model: text,
    index: fc.constantFrom(0, undefined),
    padding: text,
    space: spaces,
  });
  fc.assert(
    fc.property(
      envelope,
      fc.array(text, { minLength: 2, maxLength: 10 }),
      ({ model, index, padding, space }, texts) => {
        const template = new TextTemplate();
        for (const content of texts) {
          const delta = { content, note: { content: padding } };
          const data = JSON.stringify(
            { model, choices: [{ index, delta, finish_reason: null }] },
            null,
            space,
          );
          const found = template.match(data);
          if (found === undefined) template.learn(data, content);
          else expect(found).toBe(content);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("the short cut is taken", () => {
  const template = new TextTemplate();
  const data = (content: string) =>
    JSON.stringify({ choices: [{ delta: { content }, finish_reason: null }] });
  template.learn(data("one"), "one");
  expect(template.match(data("two"))).toBe("two");
  expect(template.match(data('say "two"'))).toBeUndefined();
  expect(template.match(data("two").replace("null", '"stop"'))).toBeUndefined();
});

test("the short cut is not learned from a string that the text is not read from", () => {
  const template = new TextTemplate();
  const data = (content: string, other: string) =>
    JSON.stringify({ note: { content: other }, choices: [{ delta: { content }, finish_reason: null }] });
  template.learn(data("one", "one"), "one");
  expect(template.match(data("one", "two"))).toBeUndefined();
});
