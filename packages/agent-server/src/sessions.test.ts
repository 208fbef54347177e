import { describe, expect, it } from "vitest";
import { errorOf, type Served, scriptedAgent, serveScript } from "./served.test-helper.ts";

async function say(served: Served, session_id: string, message = "Hello") {
  const response = await served.request("/v1/runs", { json: { agent: "assistant", message, session_id } });
  await response.text();
}

describe("the list of sessions", () => {
  it("has the newest first, a page at a time", async () => {
    await using served = await serveScript(["a", "b", "c"]);
    for (const id of ["one", "two", "three"]) await say(served, id, `Hello ${id}`);
    const first = await (await served.request("/v1/sessions?agent=assistant&limit=2")).json();
    expect(first).toEqual({
      object: "list",
      data: [
        {
          id: "three",
          title: "Hello three",
          turnCount: 1,
          createdAt: expect.any(Number),
          updatedAt: expect.any(Number),
        },
        expect.objectContaining({ id: "two" }),
      ],
      nextCursor: expect.any(String),
    });
    const { nextCursor } = first as { nextCursor: string };
    const second = await (await served.request(`/v1/sessions?agent=assistant&cursor=${nextCursor}`)).json();
    expect(second).toEqual({ object: "list", data: [expect.objectContaining({ id: "one" })] });
  });

  it.each([
    ["limit=0", "INVALID_REQUEST", "limit"],
    ["limit=201", "INVALID_REQUEST", "limit"],
    ["limit=x", "INVALID_REQUEST", "limit"],
    ["cursor=x", "BAD_CURSOR", null],
    ["agent=nobody", "AGENT_NOT_FOUND", "agent"],
  ])("refuses %s", async (query, code, param) => {
    await using served = await serveScript([]);
    const response = await served.request(`/v1/sessions?${query}`);
    expect(response.status).toBe(code === "AGENT_NOT_FOUND" ? 404 : 400);
    expect(await errorOf(response)).toMatchObject({ code, param });
  });

  it("needs the agent's name where there are several", async () => {
    const agents = [await scriptedAgent([], "one"), await scriptedAgent([], "two")];
    await using served = await serveScript([], { agents });
    expect(await errorOf(await served.request("/v1/sessions"))).toMatchObject({ param: "agent" });
    expect((await served.request("/v1/sessions?agent=two")).status).toBe(200);
    const models = (await (await served.request("/v1/models")).json()) as { data: { id: string }[] };
    expect(models.data.map(({ id }) => id)).toEqual(["one", "two"]);
  });
});

describe("a session", () => {
  it("has its turns with messages, outcome, usage and the log of the run", async () => {
    await using served = await serveScript([
      { toolCalls: [{ id: "c1", name: "calculator", arguments: { expression: "6*7" } }] },
      "42",
      "Bye",
    ]);
    await say(served, "a/b c%", "6*7?");
    await say(served, "a/b c%", "Thanks");
    const response = await served.request(`/v1/sessions/${encodeURIComponent("a/b c%")}?agent=assistant`);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    const session = (await response.json()) as { turns: { events: { type: string }[] }[] };
    expect(session).toMatchObject({
      id: "a/b c%",
      turns: [
        {
          runId: expect.any(String),
          status: "settled",
          outcome: "completed",
          usage: { totalTokens: 0 },
          startedAt: expect.any(Number),
          finishedAt: expect.any(Number),
          messages: [
            { role: "user", content: "6*7?" },
            { role: "assistant", toolCalls: [{ id: "c1", name: "calculator" }] },
            { role: "tool", toolCallId: "c1", content: expect.stringContaining("42") },
            { role: "assistant", content: "42" },
          ],
        },
        { messages: [{ content: "Thanks" }, { content: "Bye" }] },
      ],
    });
    const types = session.turns[0]?.events.map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(["run-started", "model-started", "tool-finished", "step-finished"]),
    );
    expect(types).not.toContain("text-delta");
  });

  it("is gone when it is deleted, and then a 404", async () => {
    await using served = await serveScript(["a"]);
    await say(served, "s");
    const response = await served.request("/v1/sessions/s", { method: "DELETE" });
    expect([response.status, await response.text()]).toEqual([204, ""]);
    for (const method of ["GET", "DELETE"]) {
      const gone = await served.request("/v1/sessions/s", { method });
      expect(gone.status).toBe(404);
      expect((await errorOf(gone)).code).toBe("SESSION_NOT_FOUND");
    }
  });

  it("stops its run when it is deleted, and does not come back", async () => {
    await using served = await serveScript([{ hang: true }]);
    const run = await served.request("/v1/runs", {
      json: { agent: "assistant", message: "x", session_id: "s" },
    });
    const reader = run.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    expect((await served.request("/v1/sessions/s", { method: "DELETE" })).status).toBe(204);
    let rest = "";
    for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
      rest += next.value;
    expect(rest).toContain('"outcome":"cancelled"');
    expect((await served.request("/v1/sessions/s")).status).toBe(404);
  });
});

describe("an agent's graph", () => {
  it("is what the agent says about its steps", async () => {
    await using served = await serveScript([]);
    const response = await served.request("/v1/agents/assistant/graph");
    expect(await response.json()).toEqual(served.agent.describe());
    expect((await served.request("/v1/agents/nobody/graph")).status).toBe(404);
  });
});
