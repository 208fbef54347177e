import type { Logger } from "@pergola/core";
import { silentLogger } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import { createAgentServer, type Identify } from "./index.ts";
import { errorOf, type Served, scriptedAgent, serveScript } from "./served.test-helper.ts";

/** `x-user: tenant/user`, as a proxy in front would set it. */
const byHeader: Identify = ({ headers }) => {
  const [tenantId = "", userId = ""] = String(headers["x-user"] ?? "").split("/");
  return userId === "" ? undefined : { tenantId, userId, isOperator: userId === "root" };
};

const as = (user: string, more: object = {}) => ({ headers: { "x-user": user }, ...more });
const sessionsOf = async (served: Served, user: string) => {
  const { data } = (await (await served.request("/v1/sessions", as(user))).json()) as { data: object[] };
  return data.length;
};

describe("a server that is told who asks", () => {
  it("keeps users of one name and two tenants apart, whatever a body or a cookie says", async () => {
    await using served = await serveScript(["Hi"], { identify: byHeader });
    const json = { agent: "assistant", message: "Hello", session_id: "s", user: "ada" };
    await (await served.request("/v1/runs", as("acme/ada", { json }))).text();
    expect(await sessionsOf(served, "acme/ada")).toBe(1);
    expect(await sessionsOf(served, "other/ada")).toBe(0);
    expect(await sessionsOf(served, "acme/bob")).toBe(0);
    const headers = { "x-user": "acme/bob", cookie: "pergola_user=AAAAAAAAAAAAAAAAAAAAAA" };
    expect(await (await served.request("/v1/sessions", { headers })).json()).toMatchObject({ data: [] });
  });

  it.each(["/v1/models", "/v1/sessions", "/health/live", "/", "/nothing"])(
    "lets nobody in at %s whom it does not know, and gives them no cookie",
    async (path) => {
      await using served = await serveScript([], { identify: byHeader });
      const response = await served.request(path, { headers: { accept: "text/html" } });
      expect(response.status).toBe(401);
      expect(await errorOf(response)).toMatchObject({ code: "UNAUTHORIZED" });
      const known = await served.request(path, { headers: { accept: "text/html", "x-user": "a/b" } });
      expect(known.headers.getSetCookie()).toEqual([]);
    },
  );

  it("asks after the token, and takes nobody for the operator who is not said to be", async () => {
    await using served = await serveScript([], { identify: byHeader, token: "secret" });
    const ask = (headers: Record<string, string>) =>
      served.request("/v1/agents/assistant/health", { headers });
    const statusOf = async (headers: Record<string, string>) => (await ask(headers)).status;
    const authorization = "Bearer secret";
    expect(await statusOf({ "x-user": "a/root" })).toBe(401);
    expect(await statusOf({ authorization })).toBe(401);
    expect(await errorOf(await ask({ authorization, "x-user": "a/ada" }))).toMatchObject({
      code: "OPERATOR_ONLY",
      hint: expect.stringContaining("isOperator: true"),
    });
    expect(await statusOf({ authorization, "x-user": "a/root" })).toBe(200);
  });

  it("may be reached by others", async () => {
    await using agent = await scriptedAgent([]);
    await using server = createAgentServer({ agents: [agent], host: "0.0.0.0", port: 0, identify: byHeader });
    expect(await server.listen()).toMatch(/^http/);
  });
});

describe("an identify that fails", () => {
  it.each<[string, Identify]>([
    ["throws", () => raise()],
    ["rejects", async () => raise()],
    ["gives null", () => null as never],
    ["gives no user", () => ({ userId: "" })],
    ["gives a lone surrogate", () => ({ userId: "\ud800" })],
    ["gives a wrong budget", () => ({ userId: "ada", budget: { run: { tokens: -1 } } })],
    ["gives what nobody knows", () => ({ userId: "ada", roles: [] }) as never],
  ])("and %s is an error that tells the client nothing", async (_, identify) => {
    const logged: unknown[] = [];
    const logger: Logger = { ...silentLogger, error: (_message, fields) => void logged.push(fields) };
    await using served = await serveScript([], { identify, logger });
    const response = await served.request("/v1/models");
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(JSON.parse(body).error.code).toBe("IDENTITY_FAILED");
    expect(body).not.toContain("directory");
    expect(logged).toMatchObject([{ code: "IDENTITY_FAILED", error: { cause: expect.any(Error) } }]);
  });

  it("and never comes to an end is given up after limits.requestTimeoutMs, and told so", async () => {
    const clock = createVirtualClock();
    const asked = Promise.withResolvers<AbortSignal>();
    const identify: Identify = ({ signal }) => {
      asked.resolve(signal);
      return new Promise(() => undefined);
    };
    await using served = await serveScript([], { identify, clock, limits: { requestTimeoutMs: 500 } });
    const response = served.request("/v1/models");
    const signal = await asked.promise;
    await clock.advance(500);
    expect((await response).status).toBe(500);
    expect(signal.aborted).toBe(true);
  });

  it("is told when the client has gone", async () => {
    const asked = Promise.withResolvers<AbortSignal>();
    const identify: Identify = ({ signal }) => {
      asked.resolve(signal);
      return new Promise(() => undefined);
    };
    await using served = await serveScript([], { identify });
    const client = new AbortController();
    const response = served.request("/v1/models", { signal: client.signal });
    const signal = await asked.promise;
    const gone = new Promise((resolve) => signal.addEventListener("abort", resolve));
    client.abort();
    await expect(response).rejects.toThrow();
    await gone;
    expect(signal.reason).toMatchObject({ code: "CLIENT_DISCONNECTED" });
  });

  it("is no function: refused at once", async () => {
    await using agent = await scriptedAgent([]);
    expect(() => createAgentServer({ agents: [agent], identify: "ada" as never })).toThrow(/identify/);
  });
});

function raise(): never {
  throw new Error("The directory is down.");
}
