import { connect } from "node:net";
import { expect, test } from "vitest";
import { CHAOS_TEXT, chaos, ODD_ANSWERS } from "./chaos.ts";
import { refusedBaseURL } from "./refused-address.ts";
import { reply } from "./reply.ts";
import { startVendorServer, type VendorServer } from "./start-vendor-server.ts";

const post = (server: VendorServer, body: object = {}, signal?: AbortSignal) =>
  fetch(`${server.baseURL}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: "Bearer sk-test" },
    body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "Hi" }], ...body }),
    signal,
  });

/** The JSON events of a stream, and whether `[DONE]` came last. */
function events(text: string) {
  const data = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n\r\n|\n\n|\r\r/)
    .map((event) =>
      event
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith("data: "))
        .map((line) => line.slice(6))
        .join("\n"),
    )
    .filter((event) => event !== "");
  return { chunks: data.filter((event) => event !== "[DONE]").map((event) => JSON.parse(event)), data };
}

const contentOf = (chunks: readonly { choices: { delta: { content?: string } }[] }[]) =>
  chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");

test("a stream has one event a token, a finish reason and [DONE]", async () => {
  await using server = await startVendorServer({ replies: ["Hello big world"] });
  const { chunks, data } = events(await (await post(server, { stream: true })).text());
  expect(contentOf(chunks)).toBe("Hello big world");
  expect(chunks).toHaveLength(1 + 3 + 1);
  expect(chunks.at(-1).choices[0].finish_reason).toBe("stop");
  expect(data.at(-1)).toBe("[DONE]");
});

test("a burst is the same stream in one write", async () => {
  await using server = await startVendorServer({
    replies: ["Hello big world", reply.text("Hello big world", { isBurst: true })],
  });
  const dripped = await (await post(server, { stream: true })).text();
  expect(await (await post(server, { stream: true })).text()).toBe(dripped);
  expect(server.requests[1]?.sentFrames).toBe(server.requests[0]?.sentFrames);
});

test("usage is streamed only to those who ask for it", async () => {
  await using server = await startVendorServer({ reply: () => "Hello" });
  const without = events(await (await post(server, { stream: true })).text());
  const asked = await post(server, { stream: true, stream_options: { include_usage: true } });
  const withUsage = events(await asked.text());
  expect(without.chunks.some((chunk) => "usage" in chunk)).toBe(false);
  expect(withUsage.chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 1 } });
});

test("a request that asks for no stream gets one JSON object", async () => {
  await using server = await startVendorServer({ replies: [{ tokens: ["a", "b"], finishReason: "length" }] });
  const body = await (await post(server)).json();
  expect(body).toMatchObject({
    object: "chat.completion",
    choices: [{ message: { content: "ab" }, finish_reason: "length" }],
    usage: { completion_tokens: 2 },
  });
});

test("tool arguments come in fragments that add up", async () => {
  const call = { name: "add", arguments: { left: 12_345, right: 67_890 } };
  await using server = await startVendorServer({ replies: [reply.toolCalls(call)] });
  const { chunks } = events(await (await post(server, { stream: true })).text());
  const deltas = chunks.flatMap((chunk) => chunk.choices[0].delta.tool_calls ?? []);
  expect(deltas.length).toBeGreaterThan(3);
  expect(JSON.parse(deltas.map((delta) => delta.function.arguments).join(""))).toEqual(call.arguments);
  expect(chunks.at(-1).choices[0].finish_reason).toBe("tool_calls");
});

test("requests are recorded with body, headers and order", async () => {
  await using server = await startVendorServer({ reply: () => "ok" });
  const first = server.nextRequest();
  await (await post(server, { seed: 1 })).text();
  await (await post(server, { seed: 2 })).text();
  expect((await first).body?.seed).toBe(1);
  expect((await server.nextRequest()).body?.seed).toBe(2);
  expect(server.requests.map((request) => request.headers.authorization)).toEqual(
    Array(2).fill("Bearer sk-test"),
  );
});

test("a wait for a request ends with its signal and loses no later request", async () => {
  await using server = await startVendorServer({ reply: () => "ok" });
  const reason = new Error("no longer");
  await expect(server.nextRequest({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const wait = server.nextRequest();
  await (await post(server)).text();
  expect((await wait).path).toBe("/v1/chat/completions");
});

test("a controlled reply sends exactly what the test pushes, when it pushes it", async () => {
  const controlled = reply.controlled();
  await using server = await startVendorServer({ replies: [controlled] });
  const response = await post(server, { stream: true });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await controlled.started;
  await reader?.read();
  await controlled.push("one");
  expect((await reader?.read())?.value).toContain('"content":"one"');
  await controlled.finish({ finishReason: "length" });
  let rest = "";
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) rest += part.value;
  expect(rest).toContain('"finish_reason":"length"');
  expect(rest).toContain("[DONE]");
});

test("the record says that the client closed first when it aborts", async () => {
  const controlled = reply.controlled();
  await using server = await startVendorServer({ replies: [controlled] });
  const stop = new AbortController();
  const response = await post(server, { stream: true }, stop.signal);
  const { closed } = await controlled.started;
  await controlled.push("one");
  stop.abort();
  expect((await closed).by).toBe("client");
  await expect(response.text()).rejects.toThrow();
  await expect(controlled.push("two")).rejects.toThrow("socket has closed");
});

test("the record says that the server closed first after an answer, a reset and close()", async () => {
  const server = await startVendorServer({ replies: ["ok", reply.reset(), reply.hang()] });
  await (await post(server)).text();
  await expect(post(server)).rejects.toThrow();
  const hanging = post(server).catch(() => "closed");
  await server.nextRequest();
  await server.nextRequest();
  await server.nextRequest();
  await server.close();
  await server.close();
  expect(await hanging).toBe("closed");
  const closes = await Promise.all(server.requests.map(({ closed }) => closed));
  expect(closes.map(({ by }) => by)).toEqual(["server", "server", "server"]);
});

test("close() ends connections that sent nothing, too", async () => {
  const server = await startVendorServer();
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  const ended = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  await server.close();
  await ended;
});

test("an empty script, a throwing reply, an unknown route and a wrong key are errors in the vendor's envelope", async () => {
  await using empty = await startVendorServer();
  expect(await (await post(empty)).json()).toMatchObject({ error: { code: "script_empty" } });
  await using throwing = await startVendorServer({
    reply: () => {
      throw new Error("oops");
    },
  });
  expect(await (await post(throwing)).json()).toMatchObject({ error: { code: "reply_failed" } });
  expect((await fetch(`${empty.baseURL}/nothing`)).status).toBe(404);
  await using locked = await startVendorServer({ apiKey: "sk-other", reply: () => "ok" });
  expect((await post(locked)).status).toBe(401);
});

test("models are listed", async () => {
  await using server = await startVendorServer({ models: ["a", "b"] });
  const { data } = await (await fetch(`${server.baseURL}/models`)).json();
  expect(data.map(({ id }: { id: string }) => id)).toEqual(["a", "b"]);
});

test.each(ODD_ANSWERS)("the odd answer %s is whole", async (name) => {
  await using server = await startVendorServer({ replies: [chaos[name]()] });
  const { chunks } = events(await (await post(server, { stream: true })).text());
  expect(contentOf(chunks)).toBe(CHAOS_TEXT);
});

test("split-utf8 cuts characters: some parts of the stream are no valid UTF-8", async () => {
  await using server = await startVendorServer({ replies: [chaos["split-utf8"]()] });
  const response = await post(server, { stream: true });
  let broken = 0;
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    if (new TextDecoder().decode(part).includes("\uFFFD")) broken += 1;
  }
  expect(broken).toBeGreaterThan(0);
});

test("nobody listens at the refused address", async () => {
  const error = await fetch(await refusedBaseURL()).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
