import { createFlow, type Flow, node } from "@pergola/flow-runtime";
import { describe, expect, it } from "vitest";
import { gatedFlow, longFlow, serveFlows, startTrace } from "./flows.test-helper.ts";
import { createAgentServer } from "./index.ts";
import { errorOf, openPage, type Served, scriptedAgent } from "./served.test-helper.ts";

type WireTrace = { id: string; state: string } & Record<string, unknown>;

async function traces(
  served: Served,
  { flow = "letters", headers = {} }: { flow?: string; headers?: Record<string, string> } = {},
): Promise<readonly WireTrace[]> {
  const response = await served.request(`/v1/flows/${flow}/traces`, { headers });
  return ((await response.json()) as { data: readonly WireTrace[] }).data;
}

/** The trace once it has ended. */
async function ended(served: Served, id: string): Promise<WireTrace> {
  for (;;) {
    const trace = (await traces(served)).find((each) => each.id === id);
    if (trace !== undefined && trace.state !== "running") return trace;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const cancel = (served: Served, path: string, headers: Record<string, string> = {}) =>
  served.request(`/v1/flows/${path}`, { method: "DELETE", headers });

describe("GET /v1/flows", () => {
  it("lists the flows with their graphs, and an input to begin with", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow, longFlow(2)], { flowInputs: { letters: "abc" } });
    const { data } = (await (await served.request("/v1/flows")).json()) as { data: unknown[] };
    expect(data).toEqual([
      { name: "letters", graph: letters.flow.describe(), exampleInput: "abc" },
      { name: "long", graph: expect.objectContaining({ name: "long", kind: "flow" }) },
    ]);
  });

  it("is empty for a server without flows", async () => {
    await using served = await serveFlows([]);
    expect(await (await served.request("/v1/flows")).json()).toEqual({ object: "list", data: [] });
  });

  it("needs names that differ", async () => {
    const agent = await scriptedAgent([]);
    expect(() => createAgentServer({ agents: [agent], flows: [longFlow(2), longFlow(2)] })).toThrow(
      expect.objectContaining({ code: "INVALID_SERVER_OPTIONS", message: expect.stringContaining("flows") }),
    );
    await agent.close();
  });
});

describe("a trace", () => {
  it("is started with a JSON input, and its result is kept for its user", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const id = await startTrace(served, "abc");
    expect(await traces(served)).toEqual([
      { id, flow: "letters", state: "running", input: { value: "abc" }, startedAt: expect.any(Number) },
    ]);
    letters.open();
    expect(await ended(served, id)).toMatchObject({
      state: "completed",
      outcome: "completed",
      results: [{ value: "ABC" }],
      resultCount: 1,
    });
  });

  it("that fails says why", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const id = await startTrace(served, "fail");
    expect(await ended(served, id)).toMatchObject({
      state: "failed",
      error: { code: "NODE_EXCEPTION", message: expect.stringContaining("work") },
    });
  });

  it("ends at its timeoutMs", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const json = { input: "abc", timeoutMs: 1 };
    const { id } = (await (await served.request("/v1/flows/letters/traces", { json })).json()) as WireTrace;
    expect(await ended(served, id)).toMatchObject({
      state: "deadline",
      error: { code: "DEADLINE_EXCEEDED" },
    });
  });

  it("is cancelled, once", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const id = await startTrace(served, "abc");
    const response = await cancel(served, `letters/traces/${id}`);
    expect([response.status, await response.json()]).toEqual([202, { id, cancelled: true }]);
    expect(await ended(served, id)).toMatchObject({ state: "cancelled" });
    expect(letters.flow.stats().traces).toBe(0);
    expect(await (await cancel(served, `letters/traces/${id}`)).json()).toEqual({ id, cancelled: false });
  });

  it("whose result is too large is kept without it", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    letters.open();
    const id = await startTrace(served, "x".repeat(70_000));
    expect(await ended(served, id)).toMatchObject({
      input: { isTooLarge: true },
      results: [{ isTooLarge: true }],
    });
  });

  it("is remembered among the latest 50 of its user", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    letters.open();
    const ids: string[] = [];
    for (let index = 0; index < 52; index++) {
      ids.push(await startTrace(served, `${index}`));
      await ended(served, ids.at(-1) ?? "");
    }
    const kept = (await traces(served)).map(({ id }) => id);
    expect(kept).toHaveLength(50);
    expect(kept).not.toContain(ids[0]);
    expect(kept).not.toContain(ids[1]);
  });

  it("belongs to its user: nobody else finds or cancels it", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const [ada, bob] = [await openPage(served.url), await openPage(served.url)];
    const id = await startTrace(served, "abc", { headers: ada });
    expect(await traces(served, { headers: bob })).toEqual([]);
    expect(await traces(served)).toEqual([]);
    const foreign = await cancel(served, `letters/traces/${id}`, bob);
    const unknown = await cancel(served, `letters/traces/${crypto.randomUUID()}`, bob);
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    const words = async (response: Response) =>
      JSON.stringify(await errorOf(response)).replace(/[\w-]{36}/g, "");
    expect(await words(foreign)).toBe(await words(unknown));
    expect(letters.flow.stats().traces).toBe(1);
  });

  it("runs in the tenant of its user", async () => {
    const seen = Promise.withResolvers<unknown>();
    const look = node({ name: "look" }, async (_: unknown, { trace, meta }) =>
      seen.resolve([trace.headers, meta]),
    );
    await using flow = createFlow({ name: "look", edges: [look.to()] });
    await using served = await serveFlows([flow as Flow]);
    await startTrace(served, null, { flow: "look" });
    expect(await seen.promise).toEqual([{ tenant: "local", priority: 0 }, { userId: "local" }]);
  });

  it("of another flow is not found here", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow, longFlow(2)]);
    const id = await startTrace(served, "abc");
    expect((await errorOf(await cancel(served, `long/traces/${id}`))).code).toBe("TRACE_NOT_FOUND");
    const nowhere = await served.request("/v1/flows/lettres/traces", { json: { input: 1 } });
    expect(await errorOf(nowhere)).toMatchObject({
      code: "FLOW_NOT_FOUND",
      hint: expect.stringContaining("letters"),
    });
  });

  it.each([
    [{ input: 1, timeoutMs: 0 }],
    [{ input: 1, traceId: "mine" }],
    [{ input: 1, headers: { tenant: "x" } }],
  ])("cannot be started with %j", async (json) => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow]);
    const response = await served.request("/v1/flows/letters/traces", { json });
    expect(await errorOf(response)).toMatchObject({ code: "INVALID_REQUEST" });
    expect(letters.flow.stats().traces).toBe(0);
  });

  it("is one of at most so many of its user, and of the server", async () => {
    await using letters = gatedFlow();
    const limits = { maxConcurrentTracesPerUser: 1, maxConcurrentTraces: 2 };
    await using served = await serveFlows([letters.flow], { limits });
    const [ada, bob] = [await openPage(served.url), await openPage(served.url)];
    const start = (headers: Record<string, string> = {}) =>
      served.request("/v1/flows/letters/traces", { json: { input: "x" }, headers });
    await start(ada);
    expect(await errorOf(await start(ada))).toMatchObject({ code: "USER_BUSY" });
    await start(bob);
    const third = await start();
    expect([third.status, third.headers.get("retry-after")]).toEqual([503, "1"]);
  });
});

describe("closing", () => {
  it("waits for traces, then cancels them", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow], { limits: { shutdownTimeoutMs: 1 } });
    await startTrace(served, "abc");
    await served.server.close();
    expect(letters.flow.stats().traces).toBe(0);
  });

  it("lets a trace finish that can", async () => {
    await using letters = gatedFlow();
    await using served = await serveFlows([letters.flow], { limits: { shutdownTimeoutMs: 10_000 } });
    const outcomes: unknown[] = [];
    letters.flow.on(({ type, outcome }) => type === "trace-settled" && outcomes.push(outcome));
    await startTrace(served, "abc");
    const closed = served.server.close();
    letters.open();
    await closed;
    expect(outcomes).toEqual(["completed"]);
  });
});
