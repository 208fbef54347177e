import type { BreakerSnapshot } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { agentHealth } from "./domain/agent-health.ts";
import type { ServedAgent } from "./index.ts";
import { errorOf, openPage, rawRequest, scriptedAgent, serveScript } from "./served.test-helper.ts";
import { serveObserved } from "./telemetry.test-helper.ts";

const OPERATOR_PATHS = [
  "/metrics",
  "/v1/metrics/summary",
  "/v1/metrics/timeline",
  "/v1/agents/assistant/health",
];

describe("figures", () => {
  it("are there for Prometheus, and as sums and slots for pages", async () => {
    await using served = await serveObserved(["Hello.", "Hello."]);
    await served.chat("Hi");
    await served.chat("Hi");
    const text = await served.request("/metrics");
    expect(text.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    expect(await text.text()).toContain('pergola_runs_started_total{agent="assistant"} 2');
    const summary = await served.request("/v1/metrics/summary?agent=assistant&hours=1");
    expect(await summary.json()).toMatchObject({ runs: { count: 2, failed: 0, active: 0 } });
    const timeline = (await (await served.request("/v1/metrics/timeline?hours=1")).json()) as {
      slots: { runs: { count: number } }[];
    };
    expect(timeline).toMatchObject({ slotMs: 60_000 });
    expect(timeline.slots.reduce((sum, { runs }) => sum + runs.count, 0)).toBe(2);
    expect(await (await served.request("/v1/models")).json()).toMatchObject({
      pergola: { serves: ["logs", "metrics"] },
    });
  });

  it.each([
    ["agent=nobody", 404, "AGENT_NOT_FOUND"],
    ["hours=0", 400, "INVALID_REQUEST"],
    ["hours=100", 400, "OBSERVABILITY_OPTION_INVALID"],
    ["hour=1", 400, "INVALID_REQUEST"],
  ])("asked for with %s are refused", async (query, status, code) => {
    await using served = await serveObserved([]);
    const response = await served.request(`/v1/metrics/summary?${query}`);
    expect([response.status, (await errorOf(response)).code]).toEqual([status, code]);
  });

  it("that the server was not given are 404", async () => {
    await using served = await serveScript([]);
    for (const path of OPERATOR_PATHS.slice(0, 3))
      expect((await errorOf(await served.request(path))).code).toBe("TELEMETRY_OFF");
  });
});

describe("what is about all users", () => {
  it.each(OPERATOR_PATHS)(
    "%s is for who sits at the machine, page or program, and not for a proxy",
    async (path) => {
      await using served = await serveObserved([], { allowedHosts: ["agents.example"] });
      const { cookie } = await openPage(served.url);
      expect((await served.request(path)).status).toBe(200);
      expect((await served.request(path, { headers: { cookie } })).status).toBe(200);
      const own = { host: new URL(served.url).host };
      for (const headers of [
        { ...own, "x-forwarded-for": "127.0.0.1" },
        { ...own, forwarded: "for=127.0.0.1" },
        { host: "agents.example" },
      ]) {
        const { status, body } = await rawRequest(served.url, headers, path);
        expect([status, JSON.parse(body).error.code]).toEqual([403, "OPERATOR_ONLY"]);
      }
    },
  );

  it.each(OPERATOR_PATHS)("%s is for no page of another site", async (path) => {
    await using served = await serveObserved([]);
    const headers = { host: new URL(served.url).host, "sec-fetch-site": "cross-site" };
    const { status, body } = await rawRequest(served.url, headers, path);
    expect([status, JSON.parse(body).error.code]).toEqual([403, "ORIGIN_NOT_ALLOWED"]);
  });

  it.each(OPERATOR_PATHS)("%s is with a token for whoever brings it", async (path) => {
    await using served = await serveObserved([], { token: "secret", allowedHosts: ["agents.example"] });
    const proxied = { host: "agents.example", "x-forwarded-for": "10.0.0.9" };
    const bearer = { ...proxied, authorization: "Bearer secret" };
    expect((await rawRequest(served.url, proxied, path)).status).toBe(401);
    expect((await rawRequest(served.url, bearer, path)).status).toBe(200);
  });
});

describe("the health of an agent", () => {
  it("tells which model answers, and that its resources are ready", async () => {
    await using served = await serveObserved([]);
    const health = await (await served.request("/v1/agents/assistant/health")).json();
    expect(health).toMatchObject({ agent: "assistant", status: "ok", breakers: [] });
    expect(health.resources).toContainEqual(expect.objectContaining({ category: "memory", state: "ready" }));
    expect((await served.request("/v1/agents/nobody/health")).status).toBe(404);
  });

  it("is degraded while a breaker is open or a resource has failed, and says which", async () => {
    const agent = await scriptedAgent([]);
    await agent.start();
    const open: BreakerSnapshot = { name: "openai:m", state: "open", failures: 5, openUntil: 1 };
    const failed = { id: "memory", label: "memory", kind: "memory", metadata: { state: "failed" } };
    const broken: Pick<ServedAgent, "breakers" | "describeResources">[] = [
      { breakers: () => [{ ...open, state: "half-open" }] },
      { breakers: () => [open] },
      { describeResources: () => ({ name: "assistant", kind: "resources", nodes: [failed], edges: [] }) },
    ];
    const statuses = broken.map((parts) => agentHealth({ ...plain(agent), ...parts }));
    expect(statuses).toMatchObject([
      { status: "ok", resources: [] },
      { status: "degraded", breakers: [open] },
      { status: "degraded", breakers: [], resources: [{ name: "memory", state: "failed", needs: [] }] },
    ]);
    await agent.close();
  });
});

/** An agent that tells nothing of its parts. */
function plain(agent: ServedAgent): ServedAgent {
  const { name, definition, memory } = agent;
  return {
    name,
    definition,
    memory,
    start: () => agent.start(),
    stream: (input, options) => agent.stream(input, options),
    describe: () => agent.describe(),
    describeModel: () => agent.describeModel(),
  };
}
