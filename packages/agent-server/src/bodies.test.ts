import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_JSON_DEPTH, parseJson } from "./api/body/json-body.ts";
import { errorOf, serveScript } from "./served.test-helper.ts";

const JSON_TYPE = { "content-type": "application/json" };
const post = (body: string, headers: Record<string, string> = JSON_TYPE) => ({
  method: "POST",
  body,
  headers,
});

describe("a body", () => {
  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/xml",
  ])("of type %s is refused, on POST and on DELETE", async (type) => {
    await using served = await serveScript([]);
    for (const [method, path] of [
      ["POST", "/v1/runs"],
      ["DELETE", "/v1/sessions/s"],
      ["POST", "/v1/runs/x/cancel"],
    ]) {
      const response = await served.request(path ?? "", {
        method,
        body: "{}",
        headers: { "content-type": type },
      });
      expect(response.status).toBe(415);
      expect((await errorOf(response)).code).toBe("UNSUPPORTED_MEDIA_TYPE");
    }
  });

  it.each(["{", "", "nonsense", '{"a":1}}', "[1,2", '"text"', "[]", "null", "7"])(
    "%j is a 400, and the server keeps running",
    async (body) => {
      await using served = await serveScript([]);
      for (const path of ["/v1/runs", "/v1/chat/completions"]) {
        const response = await served.request(path, post(body));
        expect(response.status).toBe(400);
        expect((await errorOf(response)).code).toMatch(/^INVALID_(JSON|REQUEST)$/);
      }
      expect((await served.request("/health/live")).status).toBe(200);
    },
  );

  it("larger than maxBodyBytes is a 413", async () => {
    await using served = await serveScript([], { limits: { maxBodyBytes: 500 } });
    expect((await served.request("/v1/runs", post(JSON.stringify({ x: "x".repeat(400) })))).status).toBe(400);
    const response = await served.request("/v1/runs", post(JSON.stringify({ x: "x".repeat(500) })));
    expect(response.status).toBe(413);
    expect((await errorOf(response)).code).toBe("BODY_TOO_LARGE");
    expect((await served.request("/health/live")).status).toBe(200);
  });

  it("takes a mebibyte by default, and not more", async () => {
    await using served = await serveScript([]);
    const padded = (bytes: number) => post(`{"x":"${"x".repeat(bytes - 8)}"}`);
    expect((await served.request("/v1/runs", padded(1_048_576))).status).toBe(400);
    expect((await served.request("/v1/runs", padded(1_048_577))).status).toBe(413);
  });

  it("nested without end is refused before anybody walks it", () => {
    expect(() => parseJson("[".repeat(500_000))).toThrow(expect.objectContaining({ code: "INVALID_JSON" }));
    const deep = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseJson(deep(MAX_JSON_DEPTH))).toBeDefined();
    expect(() => parseJson(deep(MAX_JSON_DEPTH + 1))).toThrow();
  });

  it("of JSON is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(parseJson('{"a":"]]]\\"[[["}')).toEqual({ a: ']]]"[[[' });
  });

  it("may be missing where none is needed", async () => {
    await using served = await serveScript([]);
    expect((await served.request("/v1/runs/x/cancel", { method: "POST" })).status).toBe(404);
    expect((await served.request("/v1/runs/x/cancel", { method: "POST", headers: JSON_TYPE })).status).toBe(
      404,
    );
    expect((await served.request("/v1/sessions/s", { method: "DELETE", headers: JSON_TYPE })).status).toBe(
      404,
    );
  });
});

describe("a request that is none", () => {
  const send = (url: string, text: string, after?: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), "127.0.0.1");
      let answer = "";
      socket.setEncoding("utf8").on("data", (data) => {
        answer += data;
      });
      socket.on("close", () => resolve(answer)).on("error", reject);
      socket.write(text);
      if (after !== undefined) socket.end(after);
    });

  it.each([
    ["without a Host", "", 403, "HOST_NOT_ALLOWED"],
    ["that expects what nobody knows", "Host: HOST\r\nExpect: tea\r\n", 404, "ROUTE_NOT_FOUND"],
  ])("%s is answered in it too", async (_what, headers, status, code) => {
    await using served = await serveScript([]);
    const { host } = new URL(served.url);
    const head = `GET /nothing HTTP/1.1\r\n${headers.replace("HOST", host)}Connection: close\r\n\r\n`;
    const answer = await send(served.url, head);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "{}").error?.code).toBe(code);
  });

  it("is answered in the common envelope", async () => {
    await using served = await serveScript([]);
    const answer = await send(served.url, "NONSENSE\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "").error.code).toBe("INVALID_REQUEST");
  });

  it("is answered too when its headers are huge", async () => {
    await using served = await serveScript([]);
    const answer = await send(served.url, `GET / HTTP/1.1\r\nx: ${"x".repeat(40_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("is given up when it does not arrive within requestTimeoutMs", async () => {
    await using served = await serveScript([], { limits: { requestTimeoutMs: 100 } });
    const { host } = new URL(served.url);
    const head = `POST /v1/runs HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{`;
    expect(await send(served.url, head)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("is a 404 as JSON at an unknown path, with any method", async () => {
    await using served = await serveScript([]);
    for (const [method, path] of [
      ["GET", "/v1/nothing"],
      ["GET", "/v1"],
      ["PUT", "/v1/models"],
      ["POST", "/"],
      ["GET", "/%"],
      ["GET", "/..%2f..%2fetc/passwd"],
    ]) {
      const response = await served.request(path ?? "", { method, headers: { accept: "text/html" } });
      expect(response.status, path).toBe(404);
      expect((await errorOf(response)).code).toBe("ROUTE_NOT_FOUND");
    }
  });

  it("carries a request id of its own in header and envelope, and the security headers", async () => {
    await using served = await serveScript([]);
    const response = await served.request("/v1/nothing", { headers: { "x-request-id": "mine" } });
    const { requestId } = await errorOf(response);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("x-request-id")).toBe(requestId);
    expect(response.headers.get("content-security-policy")).toContain(
      "default-src 'none'; script-src 'self'",
    );
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});
