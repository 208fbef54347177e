import { inspect } from "node:util";
import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { HumanMessage } from "@langchain/core/messages";
import { toErrorData } from "@pergola/core";
import { fakeSecrets } from "@pergola/core/testing";
import { reply, startVendorServer, type VendorReply } from "@pergola/resources/testing";
import { expect, test } from "vitest";
import type { OpenAiConfig } from "./config/openai-config.ts";
import { openai } from "./index.ts";
import { openaiModel } from "./model.test-helper.ts";

const SECRET = "sk-very-secret-0123456789";
const messages = [new HumanMessage("Hi")];

/** Everything of a thrown value that a log, a page or an inspector could show. */
function everything(error: unknown): string {
  const links: unknown[] = [];
  for (let link = error; link instanceof Error && links.length < 9; link = link.cause) {
    links.push(
      link.message,
      link.stack,
      JSON.stringify(toErrorData(link)),
      inspect(link, { depth: 9, showHidden: true }),
    );
  }
  return links.join("\n");
}

/** Where a user may put the key. */
const POSITIONS: readonly (readonly [string, (baseURL: string) => OpenAiConfig])[] = [
  ["apiKey", (baseURL) => ({ baseURL, apiKey: SECRET })],
  ["the authorization header", (baseURL) => ({ baseURL, headers: { Authorization: `Bearer ${SECRET}` } })],
  ["a vendor's own header", (baseURL) => ({ baseURL, headers: { "x-goog-api-key": SECRET } })],
  ["the query of the base URL", (baseURL) => ({ baseURL: `${baseURL}?api_key=${SECRET}` })],
];

/** Where a vendor may say it again. */
const ECHOES: readonly (readonly [string, VendorReply])[] = [
  ["the message", reply.error({ status: 401, message: `Incorrect API key provided: ${SECRET}.` })],
  ["a message that is too long", reply.error({ status: 401, message: `${"no ".repeat(160)}key=${SECRET}` })],
  [
    "a message that is much too long",
    reply.error({ status: 401, message: `${"no ".repeat(160)} ${SECRET}` }),
  ],
  ["the code", reply.error({ status: 400, message: "no", code: SECRET, type: SECRET, param: SECRET })],
  ["a body that is not JSON", reply.raw({ status: 500, writes: [`proxy error for ${SECRET}`] })],
  ["the request id", reply.error({ status: 429, message: "no", headers: { "x-request-id": SECRET } })],
  [
    "a redirect",
    reply.raw({ status: 307, headers: { location: `https://evil.example/?k=${SECRET}` }, writes: [] }),
  ],
  [
    "an error inside the stream",
    reply.raw({ writes: [`data: {"error":{"message":"bad key ${SECRET}"}}\n\n`] }),
  ],
  ["an event that is not JSON", reply.raw({ writes: [`data: ${SECRET}\n\n`] })],
  ["an event that is not a chunk", reply.raw({ writes: [`data: {"choices":"${SECRET}"}\n\n`] })],
  [
    "JSON that is not an answer",
    reply.raw({ headers: { "content-type": "application/json" }, writes: [`"${SECRET}"`] }),
  ],
];

const rows = POSITIONS.flatMap(([position, config]) =>
  ECHOES.map(([echo, said]) => [position, echo, { config, said }] as const),
);

test.each(rows)("a key in %s does not come back out of %s", async (_, __, { config, said }) => {
  await using server = await startVendorServer({ reply: () => said });
  const model = await openaiModel(config(server.baseURL));
  const signal = new AbortController().signal;
  const errors = await Promise.all([
    model.invoke("Hi").catch((error: unknown) => error),
    model.streamDirect({ messages }, { signal, onDelta() {} }).catch((error: unknown) => error),
  ]);
  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    expect(everything(error)).not.toContain(SECRET.slice(0, 12));
  }
});

test.each(fakeSecrets().map(({ kind, value }) => [kind, value] as const))(
  "somebody else's secret of the kind %s does not come out of a vendor's words",
  async (_, value) => {
    const said = reply.error({ status: 500, message: `The worker failed with ${value}` });
    await using server = await startVendorServer({ reply: () => said });
    const model = await openaiModel({ baseURL: server.baseURL, apiKey: SECRET });
    const error = await model.invoke("Hi").catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: "MODEL_UNAVAILABLE",
      message: expect.stringContaining("failed with"),
    });
    expect(everything(error)).not.toContain(value.split(/\s/).at(-1));
  },
);

test("a provider that is printed shows no key", () => {
  const provider = openai({ apiKey: SECRET, model: "m" });
  expect(inspect(provider, { depth: 9 })).not.toContain(SECRET);
  expect(JSON.stringify(provider)).not.toContain(SECRET);
});

test.each(POSITIONS)(
  "a key in %s is not in the model, its requests or what tracers get",
  async (_, config) => {
    await using server = await startVendorServer({ reply: () => reply.text("ok") });
    const model = await openaiModel(config(server.baseURL));
    const traced: unknown[] = [];
    const handler = BaseCallbackHandler.fromMethods({
      handleChatModelStart: (...values) => void traced.push(values),
      handleLLMEnd: (...values) => void traced.push(values),
    });
    await model.invoke("Hi", { callbacks: [handler] });
    expect(traced).toHaveLength(2);
    const shown = [
      inspect(model, { depth: 9, showHidden: true }),
      JSON.stringify(model),
      JSON.stringify(model.serialize()),
      JSON.stringify(model.describeRequest({ messages })),
      inspect(traced, { depth: 9 }),
    ];
    for (const text of shown) expect(text).not.toContain(SECRET);
  },
);

test("a key that fetch itself complains about is not in the error", async () => {
  const fetch = () => Promise.reject(new TypeError(`Bearer ${SECRET} is an invalid header value.`));
  const model = await openaiModel({ apiKey: SECRET, fetch });
  const error = await model.invoke("Hi").catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "MODEL_UNAVAILABLE", message: expect.stringContaining("[redacted]") });
  expect(everything(error)).not.toContain(SECRET);
});

test.each([301, 302, 303, 307, 308])(
  "a redirect (%i) is not followed: nothing reaches the other host",
  async (status) => {
    await using other = await startVendorServer({ reply: () => reply.text("stolen") });
    const location = `${other.baseURL}/chat/completions`;
    await using server = await startVendorServer({
      reply: () => reply.raw({ status, headers: { location }, writes: [] }),
    });
    const model = await openaiModel({ baseURL: server.baseURL, apiKey: SECRET });
    await expect(model.invoke("Hi")).rejects.toMatchObject({
      code: "MODEL_NOT_FOUND",
      message: expect.stringContaining(location),
      hint: expect.stringContaining("baseURL"),
    });
    expect(other.requests).toHaveLength(0);
  },
);
