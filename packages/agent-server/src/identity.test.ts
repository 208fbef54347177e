import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHostRule, isOwnOrigin } from "./api/security/host-rule.ts";
import { isUserId, newUserId } from "./api/security/user-cookie.ts";
import { errorOf, openPage, rawRequest, serveScript } from "./served.test-helper.ts";

const CHAT = { agent: "assistant", message: "Hello", session_id: "s" };

const sessionIds = async (response: Response) =>
  ((await response.json()) as { data: { id: string }[] }).data.map(({ id }) => id);

describe("the Host header", () => {
  it.each([
    "evil.example",
    "evil.example:PORT",
    "127.0.0.1:1",
    "127.0.0.1",
    "localhost.evil.example:PORT",
    "a@127.0.0.1:PORT",
  ])("%s is refused, so that no name pointed at this machine gets in", async (host) => {
    await using served = await serveScript([]);
    const { port } = new URL(served.url);
    const { status, body } = await rawRequest(served.url, { host: host.replace("PORT", port) });
    expect(status).toBe(403);
    expect(JSON.parse(body).error.code).toBe("HOST_NOT_ALLOWED");
  });

  it.each(["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT", "LOCALHOST:PORT"])(
    "%s is this server",
    async (host) => {
      await using served = await serveScript([]);
      const { port } = new URL(served.url);
      expect((await rawRequest(served.url, { host: host.replace("PORT", port) })).status).toBe(200);
    },
  );

  it("may be one of allowedHosts, exactly", async () => {
    await using served = await serveScript([], { allowedHosts: ["agents.example"] });
    expect((await rawRequest(served.url, { host: "agents.example" })).status).toBe(200);
    expect((await rawRequest(served.url, { host: "agents.example:81" })).status).toBe(403);
  });

  it("never matches by accident", () => {
    const isOwnHost = createHostRule({ host: "127.0.0.1", allowedHosts: [], port: () => 8000 });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain(), fc.webAuthority()), (host) => {
        fc.pre(!/^(localhost|127\.\d+\.\d+\.\d+):8000$/i.test(host));
        expect(isOwnHost(host)).toBe(false);
        expect(isOwnHost(`${host}:8000`)).toBe(/^(localhost|127\.\d+\.\d+\.\d+)$/i.test(host));
      }),
    );
  });

  it("is the configured one on a named address, and any literal address on all interfaces", () => {
    const named = createHostRule({ host: "10.0.0.5", allowedHosts: [], port: () => 80 });
    expect([named("10.0.0.5"), named("10.0.0.6"), named("10.0.0.5:80")]).toEqual([true, false, true]);
    const all = createHostRule({ host: "0.0.0.0", allowedHosts: [], port: () => 80 });
    expect([all("10.0.0.6"), all("[fe80::1]"), all("agents.example")]).toEqual([true, true, false]);
  });
});

describe("the Origin header", () => {
  it.each(["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost", ""])(
    "%j is refused, also with the user's cookie",
    async (origin) => {
      await using served = await serveScript(["Hi"]);
      const { cookie } = await openPage(served.url);
      const response = await served.request("/v1/runs", { json: CHAT, headers: { cookie, origin } });
      expect(response.status).toBe(403);
      expect(await errorOf(response)).toMatchObject({ code: "ORIGIN_NOT_ALLOWED", type: "permission_error" });
    },
  );

  it("is the server's own when it says what Host says", () => {
    expect(isOwnOrigin("http://localhost:8000", "localhost:8000")).toBe(true);
    expect(isOwnOrigin("https://agents.example", "agents.example")).toBe(true);
    expect(isOwnOrigin("http://127.0.0.1:8000", "localhost:8000")).toBe(false);
    expect(isOwnOrigin("http://localhost:8000/x", "localhost:8000")).toBe(false);
  });

  it.each(["cross-site", "same-site"])(
    "has a stand-in: what a %s page embeds is refused too",
    async (site) => {
      await using served = await serveScript([]);
      const response = await served.request("/v1/models", { headers: { "sec-fetch-site": site } });
      expect(response.status).toBe(403);
    },
  );

  it("gets no CORS headers, whoever asks", async () => {
    await using served = await serveScript([]);
    const preflight = await served.request("/v1/runs", {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(403);
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("the user", () => {
  it("is a new one for every browser, by an HttpOnly, strict cookie of 128 random bits", async () => {
    await using served = await serveScript([]);
    const response = await fetch(`${served.url}/`, { headers: { accept: "text/html" } });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^pergola_user=[\w-]{22}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect((await openPage(served.url)).cookie).not.toBe((await openPage(served.url)).cookie);
  });

  it("stays the same when the browser comes back", async () => {
    await using served = await serveScript([]);
    const { cookie } = await openPage(served.url);
    const again = await fetch(`${served.url}/`, { headers: { accept: "text/html", cookie } });
    expect(again.headers.getSetCookie()[0]).toContain(`${cookie};`);
  });

  it("sees only their own sessions, and neither do programs see a browser's", async () => {
    await using served = await serveScript(["Hi", "Hi", "Hi"]);
    const [ada, bob] = [await openPage(served.url), await openPage(served.url)];
    const everybody = [
      [ada, "of ada"],
      [bob, "of bob"],
      [{}, "of local"],
    ] as const;
    for (const [headers, session_id] of everybody) {
      await (await served.request("/v1/runs", { json: { ...CHAT, session_id }, headers })).text();
    }
    for (const [headers, session_id] of everybody) {
      expect(await sessionIds(await served.request("/v1/sessions", { headers }))).toEqual([session_id]);
    }
    const foreign = await served.request("/v1/sessions/of%20ada", { headers: bob });
    const unknown = await served.request("/v1/sessions/of%20nobody", { headers: bob });
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const words = (error: Record<string, unknown>) =>
      JSON.stringify(error).replace(/of (ada|nobody)|[\w-]{36}/g, "");
    expect(words(await errorOf(foreign))).toBe(words(await errorOf(unknown)));
  });

  it("is `local` for programs on this machine, whatever key, user or user_id they send", async () => {
    await using served = await serveScript(["Hi", "Hi"]);
    const body = { ...CHAT, user: "ada", user_id: "ada", metadata: { user_id: "ada" } };
    await (
      await served.request("/v1/runs", { json: body, headers: { authorization: "Bearer sk-x" } })
    ).text();
    await served.request("/v1/chat/completions", {
      json: { model: "assistant", messages: [{ role: "user", content: "x" }], session_id: "t", user: "ada" },
    });
    const { sessions } = await served.agent.memory.sessions({
      tenantId: "local",
      userId: "local",
      agentId: "assistant",
    });
    expect(sessions.map((session) => session.sessionId)).toEqual(["t", "s"]);
  });

  it.each(["local", "", "ada", "x".repeat(22), "AAAAAAAAAAAAAAAAAAAAAB", "a b", "%6c%6f%63%61%6c"])(
    "cannot be picked through the cookie: %j",
    async (value) => {
      await using served = await serveScript([]);
      const response = await served.request("/v1/sessions", { headers: { cookie: `pergola_user=${value}` } });
      expect(response.status).toBe(401);
      expect((await errorOf(response)).code).toBe("USER_UNKNOWN");
    },
  );

  it("is nobody when two cookies of the name differ, as when another program on the machine planted one", async () => {
    await using served = await serveScript([]);
    const cookie = `pergola_user=${newUserId()}; pergola_user=${newUserId()}`;
    expect((await served.request("/v1/sessions", { headers: { cookie } })).status).toBe(401);
  });

  it.each([{ origin: "OWN" }, { "sec-fetch-site": "same-origin" }])(
    "is nobody for a browser without a cookie: %j",
    async (headers) => {
      await using served = await serveScript([]);
      const own = JSON.parse(JSON.stringify(headers).replace("OWN", served.url));
      expect((await served.request("/v1/sessions", { headers: own })).status).toBe(401);
    },
  );

  it("has an id that the server made", () => {
    expect(Array.from({ length: 100 }, newUserId).every(isUserId)).toBe(true);
    fc.assert(
      fc.property(fc.string({ minLength: 0, maxLength: 30 }), (text) => {
        if (isUserId(text)) expect(Buffer.from(text, "base64url")).toHaveLength(16);
      }),
    );
  });
});

describe("the server's token", () => {
  const token = "a-long-random-token";

  it("is needed for everything", async () => {
    await using served = await serveScript([], { token });
    for (const path of [
      "/",
      "/v1/models",
      "/health/live",
      "/nowhere",
      "/?token=wrong",
      "/v1/models?token=x",
    ]) {
      const response = await served.request(path);
      expect(response.status, path).toBe(401);
      expect(response.headers.get("www-authenticate")).toContain("Bearer");
      expect(response.headers.getSetCookie()).toEqual([]);
    }
    for (const authorization of ["Bearer wrong", "Bearer", token, `Basic ${token}`, `Bearer ${token}x`]) {
      expect((await served.request("/v1/models", { headers: { authorization } })).status).toBe(401);
    }
    expect(
      (await served.request("/v1/models", { headers: { authorization: `Bearer ${token}` } })).status,
    ).toBe(200);
  });

  it("opens a browser once by its link, and stays out of the cookie and the address", async () => {
    await using served = await serveScript([], { token });
    const link = await fetch(`${served.url}/?token=${token}`, { redirect: "manual" });
    expect([link.status, link.headers.get("location")]).toEqual([303, "/"]);
    const [setCookie = ""] = link.headers.getSetCookie();
    expect(setCookie).toMatch(/^pergola_token=.+HttpOnly; SameSite=Strict$/);
    expect(setCookie).not.toContain(token);
    const cookie = setCookie.split(";")[0] ?? "";
    expect((await served.request("/v1/models", { headers: { cookie } })).status).toBe(200);
    expect(
      (await served.request("/v1/models", { headers: { cookie: `pergola_token=${token}` } })).status,
    ).toBe(401);
    const wrongBearer = { cookie, authorization: "Bearer wrong" };
    expect((await served.request("/v1/models", { headers: wrongBearer })).status).toBe(401);
  });

  it("alone lets the server listen where others can reach it", async () => {
    await expect(serveScript([], { host: "0.0.0.0" })).rejects.toMatchObject({
      code: "TOKEN_REQUIRED",
      hint: expect.stringContaining("PERGOLA_TOKEN="),
    });
    await using served = await serveScript([], { host: "0.0.0.0", token });
    expect(served.url).toMatch(/^http:\/\/localhost:\d+$/);
    const response = await served.request("/v1/models", { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(200);
  });

  it("is not needed on the loopback of IPv6", async () => {
    await using served = await serveScript([], { host: "::1" });
    expect(served.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await served.request("/v1/models")).status).toBe(200);
  });
});
