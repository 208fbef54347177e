import { spawnSync } from "node:child_process";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AgentBuilder } from "@pergola/builders";
import { stepStrategyContract } from "@pergola/core-steps/testing";
import { pluginContract } from "@pergola/plugins/testing";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { type HttpAnswer, httpRequestStep, plugin } from "./index.ts";
import { isPrivateAddress } from "./private-address.ts";
import { urlTemplate } from "./url-template.ts";

pluginContract({ plugin, directory: join(import.meta.dirname, "..") });

const config = { url: "https://api.example.com/{id}", allowHosts: ["api.example.com"], as: "answer" };
stepStrategyContract({
  strategy: httpRequestStep,
  cases: { "a request": { config, state: { id: "7" } } },
  skip: { runs: "its server is on this machine: see below", stop: "the same" },
});

/** A server on this machine, gone when the test is over; it notes what it was asked. */
async function serve(listener: RequestListener) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const State = z.object({ id: z.string(), answer: z.custom<HttpAnswer>().optional() });
type Options = Partial<Parameters<typeof httpRequestStep.createStep>[0]>;

/** Runs the step in an agent. */
async function ask(
  host: string,
  options: Options = {},
  { id = "7", signal = new AbortController().signal } = {},
) {
  const given = { url: `http://${host}/{id}`, allowHosts: [host], allowPrivate: true, ...options };
  await using agent = await new AgentBuilder(State)
    .withPlugin(plugin)
    .withStep("http-request", { ...given, as: "answer" })
    .build();
  return (await agent.run({ id }, { signal })).answer;
}

describe("an answer", () => {
  test("is status, headers and body; JSON is parsed", async () => {
    const { host, requests } = await serve((request, response) => {
      response.setHeader("content-type", "application/problem+json; charset=utf-8").end('{"a":1}');
      request.resume();
    });
    const answer = await ask(host, { method: "POST", body: '{"id":"{id}"}', headers: { "x-id": "{id}" } });
    expect(answer).toMatchObject({ status: 200, body: { a: 1 } });
    expect(requests[0]).toMatchObject({ method: "POST", url: "/7", headers: { "x-id": "7" } });
  });

  test("that is no success is an error, unless the agent decides by the status", async () => {
    const { host } = await serve((_, response) => response.writeHead(404).end("Nobody."));
    await expect(ask(host)).rejects.toMatchObject({ code: "HTTP_STATUS", details: { status: 404 } });
    expect(await ask(host, { failOnStatus: false })).toMatchObject({ status: 404, body: "Nobody." });
  });

  test("that says it is JSON and is not is an error", async () => {
    const { host } = await serve((_, response) =>
      response.setHeader("content-type", "application/json").end("<html>"),
    );
    await expect(ask(host)).rejects.toMatchObject({ code: "HTTP_BAD_JSON" });
  });

  test("is not read beyond maxBytes, and its connection ends", async () => {
    const closed = Promise.withResolvers<void>();
    const { host } = await serve((_, response) => {
      response.on("close", closed.resolve);
      const more = () => {
        while (response.writable && response.write("x".repeat(10_000)));
      };
      response.on("drain", more);
      more();
    });
    await expect(ask(host, { maxBytes: 50_000 })).rejects.toMatchObject({ code: "HTTP_TOO_LARGE" });
    await closed.promise;
  });
});

describe("limits", () => {
  test("the time limit ends a server that is silent, and one that stops in the middle", async () => {
    const silent = await serve(() => undefined);
    await expect(ask(silent.host, { requestTimeoutMs: 50 })).rejects.toMatchObject({ code: "HTTP_TIMEOUT" });
    const half = await serve((_, response) => void response.write("half"));
    await expect(ask(half.host, { requestTimeoutMs: 200 })).rejects.toMatchObject({ code: "HTTP_TIMEOUT" });
  });

  test("Stop ends the request and its connection", async () => {
    const asked = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const { host } = await serve((_, response) => {
      response.on("close", closed.resolve);
      asked.resolve();
    });
    const stop = new AbortController();
    const asking = expect(ask(host, {}, { signal: stop.signal })).rejects.toThrow("Enough.");
    await asked.promise;
    stop.abort(new Error("Enough."));
    await asking;
    await closed.promise;
  });
});

describe("hosts", () => {
  test.each([
    ["http://evil.example/", "HTTP_HOST_NOT_ALLOWED"],
    ["http://api.example.com.evil.example/", "HTTP_HOST_NOT_ALLOWED"],
    ["http://evilexample.com/", "HTTP_HOST_NOT_ALLOWED"],
    ["http://sub.api.example.com:8080/", "HTTP_HOST_NOT_ALLOWED"],
    ["http://api.example.com@evil.example/", "HTTP_URL_INVALID"],
    ["file:///etc/passwd", "HTTP_URL_INVALID"],
    ["no address", "HTTP_URL_INVALID"],
    ["http://127.0.0.1/", "HTTP_ADDRESS_PRIVATE"],
    ["http://2130706433/", "HTTP_ADDRESS_PRIVATE"],
    ["http://0x7f.1/", "HTTP_ADDRESS_PRIVATE"],
    ["http://[::1]/", "HTTP_ADDRESS_PRIVATE"],
    ["http://[::ffff:10.0.0.1]/", "HTTP_ADDRESS_PRIVATE"],
    ["http://169.254.169.254/", "HTTP_ADDRESS_PRIVATE"],
    ["http://localhost/", "HTTP_ADDRESS_PRIVATE"],
  ])("%s is refused: %s", async (id, code) => {
    const allowHosts = [
      "api.example.com",
      "*.example.com",
      "127.0.0.1",
      "[::1]",
      "[::ffff:a00:1]",
      "169.254.169.254",
      "localhost",
    ];
    const rules = code === "HTTP_HOST_NOT_ALLOWED" ? ["api.example.com"] : allowHosts;
    await expect(
      ask("", { url: "{id}", allowHosts: rules, allowPrivate: false }, { id }),
    ).rejects.toMatchObject({ code });
  });

  test("a redirect is followed to a host that is allowed, without what was for the first one", async () => {
    const second = await serve((_, response) => response.end("there"));
    const first = await serve((_, response) =>
      response.writeHead(302, { location: `http://${second.host}/there` }).end(),
    );
    const headers = { authorization: "Bearer secret", "x-id": "7" };
    const allowHosts = [first.host, second.host];
    const answer = await ask(first.host, { method: "POST", body: "x", headers, allowHosts });
    expect(answer).toMatchObject({ body: "there" });
    expect(first.requests[0]?.headers).toMatchObject({ authorization: "Bearer secret" });
    expect(second.requests[0]).toMatchObject({ method: "GET", headers: { "x-id": "7" } });
    expect(second.requests[0]?.headers.authorization).toBeUndefined();
  });

  test("a redirect to a host that is not allowed is not followed", async () => {
    const second = await serve((_, response) => response.end("there"));
    const first = await serve((_, response) =>
      response.writeHead(307, { location: `http://${second.host}/` }).end(),
    );
    await expect(ask(first.host)).rejects.toMatchObject({ code: "HTTP_HOST_NOT_ALLOWED" });
    expect(second.requests).toEqual([]);
  });

  test("redirects in a circle end", async () => {
    const { host, requests } = await serve((_, response) =>
      response.writeHead(301, { location: "/again" }).end(),
    );
    await expect(ask(host, { maxRedirects: 3 })).rejects.toMatchObject({ code: "HTTP_TOO_MANY_REDIRECTS" });
    expect(requests).toHaveLength(4);
  });
});

describe("a value in an address", () => {
  test("stays where it is put, whatever it holds", () => {
    const address = urlTemplate("https://api.example.com/items/{id}?q={id}");
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."/\\?#@:.%&= \u0000ä[]") }), (id) => {
        fc.pre(!/^\.{1,2}$/.test(id));
        const url = new URL(address({ id }));
        expect([url.host, url.username, url.hash]).toEqual(["api.example.com", "", ""]);
        expect(url.pathname.split("/").slice(0, -1)).toEqual(["", "items"]);
        expect([...url.searchParams]).toEqual([["q", id]]);
      }),
      { examples: [["../x"], ["a/../b"], ["%2e%2e"], ["@evil.example"], ["..."]] },
    );
  });

  test.each([".", ".."])("does not lead upwards: %s", (id) => {
    const address = urlTemplate("https://api.example.com/items/{id}?q={id}");
    expect(() => address({ id })).toThrow(expect.objectContaining({ code: "HTTP_URL_INVALID" }));
  });
});

test.each([
  ["8.8.8.8", false],
  ["2606:4700::1111", false],
  ["100.64.0.1", true],
  ["172.31.255.255", true],
  ["172.32.0.1", false],
  ["fe80::1", true],
  ["fd00::1", true],
  ["64:ff9b::a00:1", true],
  ["2002:a00:1::", true],
  ["nonsense", true],
])("%s is private: %s", (address, expected) => {
  expect(isPrivateAddress(address)).toBe(expected);
});

test("the example runs and finds its own result right", () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=@pergola/source", join(import.meta.dirname, "main.ts")],
    { encoding: "utf8" },
  );
  expect([stderr, status]).toEqual(["", 0]);
  expect(stdout).toMatch(/http-request: ok\n$/);
});
