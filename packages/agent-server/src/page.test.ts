import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAgentServer } from "./index.ts";
import { errorOf, rawRequest, scriptedAgent, serveScript } from "./served.test-helper.ts";

let assetsDirectory = "";

beforeAll(async () => {
  assetsDirectory = await mkdtemp(join(tmpdir(), "pergola-page-"));
  await mkdir(join(assetsDirectory, "assets"));
  await writeFile(join(assetsDirectory, "index.html"), "<!doctype html><title>The page</title>");
  await writeFile(join(assetsDirectory, "assets/app-1a2b.js"), "export {};");
  await writeFile(join(assetsDirectory, ".secret"), "x");
});
afterAll(() => rm(assetsDirectory, { recursive: true }));

const HTML = { accept: "text/html,*/*" };

describe("the page", () => {
  it.each(["/", "/chat/some-session", "/chat?agent=assistant"])(
    "is what a browser gets at %s",
    async (path) => {
      await using served = await serveScript([], { assetsDirectory });
      const response = await served.request(path, { headers: HTML });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.getSetCookie()[0]).toContain("pergola_user=");
      expect(await response.text()).toContain("The page");
    },
  );

  it("brings its scripts, kept by the browser since their names change with them", async () => {
    await using served = await serveScript([], { assetsDirectory });
    const response = await served.request("/assets/app-1a2b.js");
    expect(response.headers.get("content-type")).toContain("javascript");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it.each(["/assets/missing.js", "/v1/nothing", "/health/nothing", "/.secret", "/..%2fsecret", "/v1"])(
    "is not what %s gets, but a 404 as JSON",
    async (path) => {
      await using served = await serveScript([], { assetsDirectory });
      const response = await served.request(path, { headers: HTML });
      expect(response.status).toBe(404);
      expect((await errorOf(response)).code).toBe("ROUTE_NOT_FOUND");
    },
  );

  it.each([
    ["two slashes at the start", "//v1/models"],
    ["two slashes", "/v1//models"],
    ["a folder", "/assets/"],
    ["a part that no route takes for its length", `/v1/sessions/${"x".repeat(5_000)}`],
    ["a NUL", "/%00"],
    ["dots that lead out", "/../secret"],
  ])("is not what a path with %s gets, but a 404 that does not talk of bodies", async (_what, path) => {
    await using served = await serveScript([], { assetsDirectory });
    const { host } = new URL(served.url);
    const { status, body } = await rawRequest(served.url, { host }, path);
    const { error } = JSON.parse(body);
    expect([status, error.code]).toEqual([404, "ROUTE_NOT_FOUND"]);
    expect(error.hint).not.toContain("content-type");
  });

  it("has one address", async () => {
    await using served = await serveScript([], { assetsDirectory });
    const response = await served.request("/index.html", { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([303, "/"]);
  });

  it("is reached from a link on another site in two steps, so that the strict cookie comes along", async () => {
    await using served = await serveScript([], { assetsDirectory });
    const headers = { ...HTML, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    const hop = await rawRequest(served.url, headers, `/chat/a?x="'><script>`);
    expect(hop.headers["set-cookie"]).toBeUndefined();
    expect(hop.body).toContain("0;url=/chat/a?x=");
    expect(hop.body).toContain("&#38;from=link");
    expect(hop.body).not.toContain("<script");
    const page = await rawRequest(served.url, headers, "/chat/a?from=link");
    expect(page.body).toContain("The page");
    const outside = await rawRequest(served.url, headers, "//evil.example/x");
    expect(outside.body).toContain("url=/evil.example/x?");
  });

  it("needs a folder with an index.html", async () => {
    const agents = [await scriptedAgent([])];
    expect(() => createAgentServer({ agents, assetsDirectory: join(assetsDirectory, "assets") })).toThrow(
      expect.objectContaining({ code: "ASSETS_MISSING", hint: expect.stringContaining("Build the page") }),
    );
  });

  it("need not be there: the API says what it is, and a browser still gets its user", async () => {
    await using served = await serveScript([]);
    const response = await served.request("/", { headers: HTML });
    expect(response.status).toBe(404);
    expect(response.headers.getSetCookie()[0]).toContain("pergola_user=");
    expect((await errorOf(response)).message).toContain("no page");
  });
});
