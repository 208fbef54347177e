import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Frame, gatedFlow, openSocket, refusedSocket, serveFlows } from "./flows.test-helper.ts";
import { openPage, rawRequest } from "./served.test-helper.ts";

const SUBSCRIBE = { type: "subscribe", flow: "letters" };
const is = (type: string) => (frame: Frame) => frame.type === type;
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe("the handshake of /ws", () => {
  it.each([
    ["a foreign Origin", { origin: "https://evil.example" }, 403, "ORIGIN_NOT_ALLOWED"],
    ["a foreign Host", { headers: { host: "evil.example" } }, 403, "HOST_NOT_ALLOWED"],
    ["a page of another site", { headers: { "sec-fetch-site": "cross-site" } }, 403, "ORIGIN_NOT_ALLOWED"],
    ["a false cookie", { headers: { cookie: "pergola_user=local" } }, 401, "USER_UNKNOWN"],
  ])("refuses %s, as every other request", async (_, options, status, code) => {
    await using served = await serveFlows([]);
    expect(await refusedSocket(served.url, options)).toEqual({ status, code, isClosed: true });
  });

  it("refuses a browser without its cookie, and takes it with", async () => {
    await using served = await serveFlows([]);
    const { cookie, origin } = await openPage(served.url);
    expect(await refusedSocket(served.url, { origin })).toMatchObject({ status: 401, code: "USER_UNKNOWN" });
    using opened = await openSocket(served.url, { origin, headers: { cookie } });
    expect(opened.socket.readyState).toBe(opened.socket.OPEN);
  });

  it("is refused in the common envelope if it is no valid one", async () => {
    await using served = await serveFlows([]);
    const { status, body } = await rawRequest(
      served.url,
      { connection: "upgrade", upgrade: "websocket" },
      "/ws",
    );
    expect(status).toBe(400);
    expect(JSON.parse(body).error).toMatchObject({
      code: "INVALID_REQUEST",
      message: expect.stringContaining("Sec-WebSocket-Key"),
    });
  });

  it("needs the server's token", async () => {
    await using served = await serveFlows([], { token: "secret" });
    expect(await refusedSocket(served.url)).toMatchObject({ status: 401, code: "UNAUTHORIZED" });
    expect(await refusedSocket(served.url, {}, "/ws?token=secret")).toMatchObject({ status: 401 });
    using opened = await openSocket(served.url, { headers: { authorization: "Bearer secret" } });
    expect(opened.socket.readyState).toBe(opened.socket.OPEN);
  });

  it("is no page and no ordinary request", async () => {
    await using served = await serveFlows([]);
    const { status, body } = await rawRequest(served.url, { host: new URL(served.url).host }, "/ws");
    expect([status, JSON.parse(body).error.code]).toEqual([426, "UPGRADE_REQUIRED"]);
  });

  it("leaves requests elsewhere alone that offer another protocol", async () => {
    await using served = await serveFlows([]);
    const headers = { host: new URL(served.url).host, connection: "upgrade", upgrade: "h2c" };
    expect((await rawRequest(served.url, headers)).status).toBe(200);
  });

  it("is one of at most so many of a user, and of the server", async () => {
    await using served = await serveFlows([], { limits: { maxSocketsPerUser: 1, maxSockets: 2 } });
    const [ada, bob] = [await openPage(served.url), await openPage(served.url)];
    const page = ({ cookie, origin }: typeof ada) => ({ origin, headers: { cookie } });
    using first = await openSocket(served.url, page(ada));
    expect(await refusedSocket(served.url, page(ada))).toMatchObject({ status: 429, code: "USER_BUSY" });
    using _second = await openSocket(served.url, page(bob));
    expect(await refusedSocket(served.url)).toMatchObject({ status: 503, code: "SERVER_BUSY" });
    first.socket.close();
    await first.closed;
    await turns(5);
    using _third = await openSocket(served.url);
  });
});

describe("a hostile client", () => {
  it.each([
    ["no JSON", "INVALID_JSON"],
    ["", "INVALID_REQUEST"],
    ["null", "INVALID_REQUEST"],
    ["[]", "INVALID_REQUEST"],
    [`${"[".repeat(100)}`, "INVALID_JSON"],
    [JSON.stringify({ type: "shutdown" }), "INVALID_REQUEST"],
    [JSON.stringify({ type: "subscribe" }), "INVALID_REQUEST"],
    [JSON.stringify({ ...SUBSCRIBE, user: "ada" }), "INVALID_REQUEST"],
    [JSON.stringify({ type: "subscribe", flow: "__proto__" }), "FLOW_NOT_FOUND"],
    [JSON.stringify({ type: "unsubscribe", flow: "nothing" }), "FLOW_NOT_FOUND"],
  ])("that says %j gets an error with a code, and may go on", async (message, code) => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    using client = await openSocket(served.url);
    client.say(message);
    expect(await client.until(is("error"))).toMatchObject({
      error: { code, message: expect.any(String), hint: expect.any(String) },
    });
    client.say(SUBSCRIBE);
    await client.until(is("activity"));
  });

  it("that sends bytes gets an error", async () => {
    await using served = await serveFlows([]);
    using client = await openSocket(served.url);
    client.socket.send(new Uint8Array([0, 255]));
    expect(await client.until(is("error"))).toMatchObject({ error: { code: "INVALID_JSON" } });
  });

  it("that sends nothing but nonsense is closed after 50 messages", async () => {
    await using served = await serveFlows([]);
    using client = await openSocket(served.url);
    for (let index = 0; index < 60; index++) client.say("?");
    expect(await client.closed).toBe(1008);
    expect(client.frames).toHaveLength(50);
  });

  it("that sends a message larger than 16 kB is closed", async () => {
    await using served = await serveFlows([]);
    using client = await openSocket(served.url);
    client.say("x".repeat(16_385));
    expect(await client.closed).toBe(1009);
  });

  it("that breaks the protocol is closed", async () => {
    await using served = await serveFlows([]);
    const { port, host } = new URL(served.url);
    const socket = connect(Number(port), "127.0.0.1");
    const key = Buffer.from("0123456789abcdef").toString("base64");
    socket.write(
      `GET /ws HTTP/1.1\r\nhost: ${host}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once("data", resolve));
    const closed = new Promise((resolve) => {
      socket.once("close", resolve).resume();
    });
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
    await closed;
    expect((await served.request("/health/live")).status).toBe(200);
  });

  it("never gets anything but errors for what is no message", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        using client = await openSocket(served.url);
        client.say(text);
        expect(await client.until(() => true)).toMatchObject({
          type: "error",
          error: { code: expect.any(String) },
        });
      }),
      { numRuns: 50 },
    );
  });
});
