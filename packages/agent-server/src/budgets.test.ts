import type { RunEvent } from "@pergola/core";
import type { ScriptedAnswer } from "@pergola/core-steps/testing";
import type { BudgetLimits } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { limitsOfRun } from "./domain/limits-of-run.ts";
import type { AgentServerOptions } from "./index.ts";
import { errorOf, type Script, type Served, serveScript } from "./served.test-helper.ts";

const answer = (totalTokens: number, over: Partial<ScriptedAnswer> = {}): ScriptedAnswer => ({
  text: "fine",
  usage: { inputTokens: totalTokens - 5, outputTokens: 5, totalTokens },
  ...over,
});
const calls = [{ id: "c1", name: "calculator", arguments: { expression: "6*7" } }];

/** Who is told by `x-user` may spend so much. */
const serveLimited = (budget: BudgetLimits, script: Script, options: Partial<AgentServerOptions> = {}) =>
  serveScript(script, {
    identify: ({ headers }) => ({ userId: String(headers["x-user"] ?? "ada"), budget }),
    ...options,
  });

const complete = (served: Served, more: object = {}, headers: Record<string, string> = {}) => {
  const messages = [{ role: "user", content: "hi" }];
  return served.request("/v1/chat/completions", { json: { model: "assistant", messages, ...more }, headers });
};

const runEvents = async (served: Served, more: object = {}) => {
  const response = await served.request("/v1/runs", { json: { agent: "assistant", message: "hi", ...more } });
  const data = (await response.text()).match(/(?<=^data: ).*$/gm) ?? [];
  return data.map((line) => JSON.parse(line) as RunEvent);
};

describe("a budget that comes with the caller", () => {
  it("ends a chat completion as the vendor says it, and nobody is told to try again", async () => {
    await using served = await serveLimited({ run: { tokens: 10 } }, []);
    for (const stream of [false, true]) {
      const response = await complete(served, { stream });
      expect(response.status).toBe(429);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(await errorOf(response)).toMatchObject({
        type: "insufficient_quota",
        code: "insufficient_quota",
        details: { code: "BUDGET_EXCEEDED", cap: "run", counts: "tokens", limit: 10, spent: 0, reserved: 0 },
      });
    }
  });

  it("ends a stream that has begun with the error as its last event", async () => {
    const script = [answer(9_990, { text: "Let me see.", toolCalls: calls }), answer(15)];
    await using served = await serveLimited({ run: { tokens: 10_000 } }, script);
    const response = await complete(served, { stream: true });
    const events = (await response.text()).trim().split("\n\n");
    expect(events.length).toBeGreaterThan(2);
    expect(JSON.parse(events.at(-1)?.slice("data: ".length) ?? "")).toMatchObject({
      error: { type: "insufficient_quota", details: { code: "BUDGET_EXCEEDED", spent: 9_990 } },
    });
  });

  it("ends a run with the outcome budget, and is found by it", async () => {
    await using served = await serveLimited({ run: { tokens: 10 } }, []);
    const last = (await runEvents(served)).at(-1);
    expect(last).toMatchObject({
      type: "run-finished",
      outcome: "budget",
      error: { code: "BUDGET_EXCEEDED", details: { limit: 10 } },
    });
    const { data } = (await (await served.request("/v1/runs?outcome=budget")).json()) as { data: object[] };
    expect(data).toHaveLength(1);
  });

  it("of a user counts all their requests, and nobody else's", async () => {
    await using served = await serveLimited({ user: { tokens: 10_000, per: "day" } }, [
      answer(9_990),
      answer(15),
    ]);
    expect((await complete(served)).status).toBe(200);
    expect((await complete(served, { session_id: "s" })).status).toBe(429);
    expect((await complete(served, {}, { "x-user": "bob" })).status).toBe(200);
  });

  it("of a session counts that one, and none where there is no session", async () => {
    await using served = await serveLimited({ session: { tokens: 10_000 } }, [
      answer(9_990),
      answer(9_990),
      answer(15),
    ]);
    expect((await complete(served)).status).toBe(200);
    expect((await complete(served, { session_id: "s" })).status).toBe(200);
    expect((await complete(served, { session_id: "s" })).status).toBe(429);
    expect((await complete(served, { session_id: "t" })).status).toBe(200);
  });
});

describe("a budget in a body", () => {
  it.each([
    [10_000, 10, 10],
    [10, 10_000, 10],
  ])("beside one of the caller, %i and %i, is %i", async (tokens, asked, limit) => {
    await using served = await serveLimited({ run: { tokens } }, []);
    const events = await runEvents(served, { budget: { tokens: asked } });
    expect(events.at(-1)).toMatchObject({ outcome: "budget", error: { details: { limit } } });
    expect((await complete(served, { budget: { tokens: asked } })).status).toBe(429);
  });

  it("is the only one where the caller has none", async () => {
    await using served = await serveScript([answer(15), answer(15)]);
    expect((await complete(served, { budget: { tokens: 10 } })).status).toBe(429);
    expect((await complete(served, { budget: { tokens: 10_000 } })).status).toBe(200);
  });

  it.each([{ tokens: 0 }, { tokens: "1" }, { cost: -1 }, { user: { tokens: 1 } }, [], 5])(
    "is refused if it is %j",
    async (budget) => {
      await using served = await serveScript([]);
      expect(await errorOf(await complete(served, { budget }))).toMatchObject({ code: "INVALID_REQUEST" });
      const json = { agent: "assistant", message: "hi", budget };
      expect((await served.request("/v1/runs", { json })).status).toBe(400);
    },
  );

  it("never widens: the smaller of two limits holds, for each unit by itself", () => {
    const caller = { run: { tokens: 10, cost: 5 }, user: { tokens: 7 }, session: { tokens: 3 } };
    const asked = { tokens: 20, cost: 1 };
    expect(limitsOfRun({ caller, asked, hasSession: true })).toEqual({
      ...caller,
      run: { tokens: 10, cost: 1 },
    });
    expect(limitsOfRun({ caller, asked: undefined, hasSession: false })).toEqual({
      run: { tokens: 10, cost: 5 },
      user: { tokens: 7 },
    });
    expect(limitsOfRun({ caller: undefined, asked: undefined, hasSession: true })).toBeUndefined();
  });
});
