import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpFetch, runTool } from "../index.ts";
import { toolContract } from "../testing/index.ts";
import type { FetchedText } from "./fetched-text.ts";
import type { HttpFetchOptions } from "./http-fetch.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const redirect =
  (location: string, status = 302): Answer =>
  (_, response) =>
    response.writeHead(status, { location }).end("moved");
const text =
  (body: string | Buffer, type = "text/plain"): Answer =>
  (_, response) =>
    response.writeHead(200, { "content-type": type }).end(body);

const ended = Promise.withResolvers<void>();
const closed = Promise.withResolvers<void>();
const answers: Record<string, Answer> = {
  "/hello": text("Grüße 木", "text/plain; charset=utf-8"),
  "/latin": text(Buffer.from("Gr\u00fc\u00dfe", "latin1"), "text/html; charset=ISO-8859-1"),
  "/odd": text("odd", "text/plain; charset=klingon"),
  "/data": text('{"n":1}', "application/problem+json"),
  "/image": text(Buffer.from([1, 2, 3]), "image/png"),
  "/squeezed": (_, response) =>
    response.writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" }).end("squeezed"),
  "/untyped": (_, response) => response.writeHead(200).end("plain"),
  "/missing": (_, response) => response.writeHead(404, { "content-type": "text/plain" }).end("not here"),
  "/long": text("木".repeat(1_000)),
  "/endless": (request, response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const more = () => {
      if (!response.destroyed && response.write("more ")) setImmediate(more);
    };
    response.on("drain", more);
    more();
    request.socket.once("close", () => ended.resolve());
  },
  "/here": redirect("/hello", 301),
  "/twice": redirect("/here", 307),
  "/round": redirect("/round"),
  "/off": redirect("https://evil.example/"),
  "/file": redirect("file:///etc/passwd"),
  "/login": redirect("http://name:word@localhost/"),
  "/half": (_, response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": "100" }).write("half");
    setImmediate(() => response.destroy());
  },
  "/never": (request) => request.socket.once("close", () => closed.resolve()),
  "/headers": (request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(request.headers)),
};

const server = createServer((request, response) => {
  const answer = answers[request.url ?? ""];
  if (answer === undefined) response.writeHead(404).end();
  else answer(request, response);
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const { signal } = new AbortController();

async function get(path: string, options: HttpFetchOptions = {}) {
  const tool = httpFetch({ allowPrivateHosts: [`127.0.0.1:${port}`], ...options });
  const url = path.startsWith("/") ? `http://127.0.0.1:${port}${path}` : path;
  return runTool(tool, { url }, { signal });
}
const fetched = async (path: string, options?: HttpFetchOptions) => {
  const result = await get(path, options);
  if (!result.ok) throw result.error;
  return result.value as FetchedText;
};
const codeOf = async (path: string, options?: HttpFetchOptions) => {
  const result = await get(path, options);
  return result.ok ? "ok" : (result.error.cause as { readonly code?: string } | undefined)?.code;
};

describe("http_fetch", () => {
  it("gives the text of a listed host, with its status and type", async () => {
    expect(await fetched("/hello")).toEqual({
      url: `http://127.0.0.1:${port}/hello`,
      status: 200,
      contentType: "text/plain; charset=utf-8",
      text: "Grüße 木",
    });
    expect(await fetched("/missing")).toMatchObject({ status: 404, text: "not here" });
  });

  it.each([
    ["/latin", "Grüße"],
    ["/odd", "odd"],
    ["/data", '{"n":1}'],
    ["/untyped", "plain"],
  ])("reads %s as it is written", async (path, body) => {
    expect((await fetched(path)).text).toBe(body);
  });

  it("sends nothing but what a fetch needs", async () => {
    const headers = JSON.parse((await fetched("/headers")).text);
    expect(Object.keys(headers).sort()).toEqual(["accept", "accept-encoding", "connection", "host"]);
  });

  it("reads no more than it may, and cuts inside no character", async () => {
    const { text: body, isCut } = await fetched("/long", { maxBytes: 10 });
    expect([body, isCut]).toEqual(["木木木", true]);
    expect(await fetched("/long", { maxBytes: 3_000 })).not.toHaveProperty("isCut");
  });

  it("leaves an answer that never ends", async () => {
    expect(await fetched("/endless", { maxBytes: 12 })).toMatchObject({ text: "more more mo", isCut: true });
    await ended.promise;
  });

  it("follows redirects as far as it may", async () => {
    expect(await fetched("/twice")).toMatchObject({
      url: `http://127.0.0.1:${port}/hello`,
      text: "Grüße 木",
    });
    expect(await codeOf("/twice", { maxRedirects: 1 })).toBe("HTTP_TOO_MANY_REDIRECTS");
    expect(await codeOf("/round")).toBe("HTTP_TOO_MANY_REDIRECTS");
  });

  it.each(["/off", "/file", "/login"])("leaves the list by no redirect: %s", async (path) => {
    expect(await codeOf(path)).toBe("HTTP_URL_NOT_ALLOWED");
  });

  it("follows no redirect into a private network, also of a host that is listed", async () => {
    const inner = createServer(text("secret"));
    await new Promise<void>((resolve) => inner.listen(0, "127.0.0.2", resolve));
    const { port: innerPort } = inner.address() as AddressInfo;
    answers["/inner"] = redirect(`http://127.0.0.2:${innerPort}/`);
    const listed = `127.0.0.2:${innerPort}`;
    expect(await codeOf("/inner")).toBe("HTTP_URL_NOT_ALLOWED");
    expect(await codeOf("/inner", { allowHosts: [listed] })).toBe("HTTP_ADDRESS_PRIVATE");
    const both = [`127.0.0.1:${port}`, listed];
    expect((await fetched("/inner", { allowPrivateHosts: both })).text).toBe("secret");
    inner.close();
  });

  it.each([
    "127.0.0.1",
    "0x7f.1",
    "2130706433",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost",
    "169.254.169.254",
  ])("asks no private address that is listed as a public one: %s", async (host) => {
    const { host: listed } = new URL(`http://${host}:${port}`);
    expect(
      await codeOf(`http://${host}:${port}/hello`, { allowHosts: [listed], allowPrivateHosts: [] }),
    ).toBe("HTTP_ADDRESS_PRIVATE");
  });

  it.each([
    "ftp://127.0.0.1/",
    "hello",
    "http://a:b@127.0.0.1/",
    "http://127.0.0.1:1/",
    "javascript:alert(1)",
  ])("asks nothing but listed http and https addresses: %s", async (url) => {
    expect(await codeOf(url)).toBe("HTTP_URL_NOT_ALLOWED");
  });

  it("gives no binary data, and no half answer", async () => {
    expect(await codeOf("/image")).toBe("HTTP_NOT_TEXT");
    expect(await codeOf("/squeezed")).toBe("HTTP_NOT_TEXT");
    expect(await codeOf("/half")).toBe("HTTP_UNREACHABLE");
  });

  it("says that a server cannot be reached, which is worth another try", async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, "127.0.0.1", resolve));
    const { port: gonePort } = gone.address() as AddressInfo;
    await new Promise((resolve) => gone.close(resolve));
    const tool = httpFetch({
      allowPrivateHosts: [`127.0.0.1:${gonePort}`],
      retry: { maxRetries: 1, backoffBaseMs: 0 },
    });
    const retried: number[] = [];
    const url = `http://127.0.0.1:${gonePort}/`;
    const result = await runTool(tool, { url }, { signal, onRetry: ({ attempt }) => retried.push(attempt) });
    expect(result).toMatchObject({ ok: false, error: { cause: { code: "HTTP_UNREACHABLE" } } });
    expect(retried).toEqual([1]);
  });

  it("closes the connection when its time is over", async () => {
    const result = await get("/never", { timeoutMs: 50 });
    expect(result).toMatchObject({ ok: false, error: { code: "TOOL_TIMEOUT" } });
    await closed.promise;
  });

  it.each([
    ["no host", {}],
    ["an address for a host", { allowHosts: ["https://example.com/x"] }],
    ["all hosts", { allowHosts: ["*"] }],
    ["a whole top-level domain", { allowHosts: ["*.com"] }],
    ["a star inside", { allowHosts: ["api.*.com"] }],
    ["nothing to read", { allowHosts: ["example.com"], maxBytes: 0 }],
    ["half a redirect", { allowHosts: ["example.com"], maxRedirects: 0.5 }],
  ])("is not made with %s", (_, options) => {
    expect(() => httpFetch(options)).toThrowError(expect.objectContaining({ code: "TOOL_INVALID" }));
  });
});

toolContract(httpFetch({ allowPrivateHosts: ["127.0.0.1"], allowHosts: ["localhost:1"] }), {
  examples: [
    { arguments: { url: "https://example.com/" }, errorCode: "HTTP_URL_NOT_ALLOWED" },
    { arguments: { url: "http://localhost:1/" }, errorCode: "HTTP_ADDRESS_PRIVATE" },
  ],
});
