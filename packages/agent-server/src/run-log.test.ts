import { describe, expect, it } from "vitest";
import { errorOf, openPage, type Served, serveScript } from "./served.test-helper.ts";

async function say(served: Served, session_id: string, message = "Hello") {
  const response = await served.request("/v1/runs", { json: { agent: "assistant", message, session_id } });
  const ids = (await response.text()).match(/"runId":"([^"]+)"/) ?? [];
  return String(ids[1]);
}

const idsOf = async (response: Response) => {
  const { data } = (await response.json()) as { data: { id: string }[] };
  return data.map(({ id }) => id);
};

describe("the list of runs", () => {
  it("has the last one first, over all sessions, a page at a time", async () => {
    await using served = await serveScript(["a", "b", "c"]);
    const runs = [await say(served, "one"), await say(served, "two"), await say(served, "one", "Three")];
    const first = (await (await served.request("/v1/runs?limit=2")).json()) as { nextCursor: string };
    expect(first).toEqual({
      object: "list",
      data: [
        {
          id: runs[2],
          sessionId: "one",
          title: "Three",
          status: "settled",
          outcome: "completed",
          usage: expect.objectContaining({ totalTokens: 0 }),
          startedAt: expect.any(Number),
          finishedAt: expect.any(Number),
        },
        expect.objectContaining({ id: runs[1] }),
      ],
      nextCursor: expect.any(String),
    });
    expect(await idsOf(await served.request(`/v1/runs?cursor=${first.nextCursor}`))).toEqual([runs[0]]);
    expect(await idsOf(await served.request("/v1/runs?session_id=two"))).toEqual([runs[1]]);
    expect(await idsOf(await served.request("/v1/runs?to=1000"))).toEqual([]);
    expect(await idsOf(await served.request("/v1/runs?outcome=completed&status=settled"))).toHaveLength(3);
    expect(await idsOf(await served.request("/v1/runs?outcome=failed"))).toEqual([]);
    expect(await idsOf(await served.request("/v1/runs?status=interrupted"))).toEqual([]);
    expect(await idsOf(await served.request("/v1/runs?from=1000"))).toHaveLength(3);
  });

  it.each([
    ["limit=0", "INVALID_REQUEST", "limit"],
    ["from=x", "INVALID_REQUEST", "from"],
    ["outcome=lost", "INVALID_REQUEST", "outcome"],
    ["status=completed", "INVALID_REQUEST", "status"],
    ["cursor=x", "BAD_CURSOR", null],
    ["agent=nobody", "AGENT_NOT_FOUND", "agent"],
  ])("refuses %s", async (query, code, param) => {
    await using served = await serveScript([]);
    const response = await served.request(`/v1/runs?${query}`);
    expect(response.status).toBe(code === "AGENT_NOT_FOUND" ? 404 : 400);
    expect(await errorOf(response)).toMatchObject({ code, param });
  });
});

describe("a run that is stored", () => {
  it("has the log of all that it told but text", async () => {
    await using served = await serveScript([
      { toolCalls: [{ id: "c1", name: "calculator", arguments: { expression: "6*7" } }] },
      "42",
    ]);
    const id = await say(served, "s", "6*7?");
    const run = (await (await served.request(`/v1/runs/${id}`)).json()) as { events: { type: string }[] };
    expect(run).toMatchObject({ id, sessionId: "s", status: "settled", outcome: "completed" });
    expect(run.events.map(({ type }) => type)).toEqual([
      "run-started",
      "step-started",
      "model-started",
      "model-finished",
      "tool-started",
      "tool-finished",
      "model-started",
      "model-finished",
      "step-finished",
      "run-finished",
    ]);
  });

  it("is not found by another user, and not without a session", async () => {
    await using served = await serveScript(["a"]);
    const id = await say(served, "s");
    const headers = { ...(await openPage(served.url)) };
    for (const path of [`/v1/runs/${id}`, "/v1/runs/none"]) {
      const response = await served.request(path, { headers });
      expect(response.status).toBe(404);
      expect((await errorOf(response)).code).toBe("RUN_NOT_FOUND");
    }
    expect(await idsOf(await served.request("/v1/runs", { headers }))).toEqual([]);
  });
});
