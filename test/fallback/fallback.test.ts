import type { RunEvent } from "@pergola/core";
import { type ChaosName, chaos, reply } from "@pergola/resources/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { played, twoVendors } from "./two-vendors.test-helper.ts";

/** What breaks before the first token; the code, and how many requests the first vendor gets with two retries. */
const BROKEN: readonly [ChaosName, code: string, requests: number][] = [
  ["reset-before-headers", "MODEL_UNAVAILABLE", 3],
  ["reset-after-headers", "MODEL_STREAM_BROKEN", 3],
  ["truncated-first", "MODEL_STREAM_BROKEN", 3],
  ["error-in-stream-first", "MODEL_STREAM_BROKEN", 3],
  ["server-error", "MODEL_UNAVAILABLE", 3],
  ["overloaded", "MODEL_UNAVAILABLE", 3],
  ["rate-limited-ms", "MODEL_RATE_LIMITED", 3],
  ["rate-limited-until-date", "MODEL_RATE_LIMITED", 1],
  ["hang-before-headers", "MODEL_TIMEOUT", 1],
  ["hang-after-headers", "MODEL_TIMEOUT", 1],
  ["malformed-sse", "MODEL_BAD_RESPONSE", 1],
  ["html-page", "MODEL_BAD_RESPONSE", 1],
  ["huge-line", "MODEL_BAD_RESPONSE", 1],
  ["wrong-key", "MODEL_AUTH", 1],
  ["forbidden", "MODEL_AUTH", 1],
  ["unknown-model", "MODEL_NOT_FOUND", 1],
  ["quota-exceeded", "MODEL_QUOTA_EXCEEDED", 1],
];

const timeoutMs = 400;

describe("a second vendor", () => {
  it.each(BROKEN)("answers after %s (%s), asked once", async (name, code, requests) => {
    await using vendors = await twoVendors({ first: chaos[name], second: ["Hello from two"], timeoutMs });
    const turn = await played(vendors);
    expect(turn.error).toBeUndefined();
    expect([turn.text, turn.deltas]).toEqual(["Hello from two", "Hello from two"]);
    expect(turn.story).toEqual([
      "model-started",
      ...Array(requests - 1).fill("model-retried"),
      "model-fell-back",
      "model-finished",
    ]);
    expect(turn.events.find(({ type }) => type === "model-fell-back")).toMatchObject({
      from: "openai:vendor-model-1",
      to: "openai:vendor-model-2",
      error: { code },
      request: { model: "vendor-model-2", messages: [{ role: "user", content: "hello" }] },
    });
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([requests, 1]);
    expect(vendors.second.requests[0]?.body).toMatchObject({ model: "vendor-model-2" });
  });

  it.each<[ChaosName, string]>([
    ["bad-request", "MODEL_BAD_REQUEST"],
    ["unsupported-parameter", "MODEL_PARAMETER_UNSUPPORTED"],
    ["context-too-long", "MODEL_CONTEXT_TOO_LONG"],
    ["content-filtered", "MODEL_CONTENT_FILTERED"],
  ])("is not asked after %s: the request is at fault", async (name, code) => {
    await using vendors = await twoVendors({ first: chaos[name], second: ["never"] });
    const turn = await played(vendors);
    expect(turn.error).toMatchObject({ code });
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([1, 0]);
  });

  it.each<ChaosName>([
    "reset-mid-stream",
    "error-in-stream-later",
    "truncated",
    "malformed-json",
    "hang-mid-stream",
  ])("is not asked after %s: half an answer is out", async (name) => {
    await using vendors = await twoVendors({ first: chaos[name], second: ["never"], timeoutMs });
    const turn = await played(vendors);
    expect(turn.deltas).toBe("Héllo, wörld: ");
    expect(turn.error).toMatchObject({ code: expect.stringMatching(/^MODEL_/) });
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([1, 0]);
  });

  it("answers or is not asked, whatever byte the first one's stream breaks at", async () => {
    const answer = "Héllo 你好 👩‍🚀!";
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1_200 }),
        fc.constantFrom("reset" as const, "end" as const),
        async (afterBytes, ending) => {
          await using vendors = await twoVendors({
            first: [reply.cut(answer, { afterBytes, ending })],
            second: ["second"],
            retry: { maxRetries: 0 },
          });
          const { text, deltas } = await played(vendors);
          expect(vendors.first.requests).toHaveLength(1);
          const isFallenBack = vendors.second.requests.length === 1;
          if (isFallenBack) expect([text, deltas]).toEqual(["second", "second"]);
          else {
            expect(answer.startsWith(deltas)).toBe(true);
            expect(text ?? answer).toBe(answer);
            // Nothing said and nobody asked is only right for a whole answer.
            if (deltas === "") expect(text).toBe(answer);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("gets the tool calls' conversation, and a half-told tool call of the first one is heard by nobody", async () => {
    const half = reply.answer(
      { toolCalls: [{ name: "calculator", arguments: { expression: "6 * 7" } }] },
      { fault: { afterTokens: 3, kind: "reset" } },
    );
    await using vendors = await twoVendors({
      first: [half, "never"],
      second: [reply.toolCalls({ name: "calculator", arguments: { expression: "2 + 3" } })],
      retry: { maxRetries: 0 },
    });
    const turn = await played(vendors);
    const tools = turn.events.filter(
      (event): event is RunEvent<"tool-started"> => event.type === "tool-started",
    );
    expect(tools.map((event) => event.arguments)).toEqual([{ expression: "2 + 3" }]);
    // The next call of the run prefers the first one again.
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([2, 1]);
    expect(turn.text).toBe("never");
  });

  it("does not hide what the first one's broken answer has cost, if its vendor said so", async () => {
    const counted = { choices: [], usage: { prompt_tokens: 100, completion_tokens: 7, total_tokens: 107 } };
    const first = reply.raw({ writes: [`data: ${JSON.stringify(counted)}\n\n`], ending: "end" });
    await using vendors = await twoVendors({
      first: [first],
      second: [{ tokens: ["two"], usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 } }],
      retry: { maxRetries: 0 },
    });
    const turn = await played(vendors);
    expect(turn.events.at(-1)).toMatchObject({
      type: "run-finished",
      usage: { inputTokens: 110, outputTokens: 8, totalTokens: 118 },
    });
  });

  it("that fails too makes an error that tells of both", async () => {
    await using vendors = await twoVendors({
      first: chaos["wrong-key"],
      second: chaos.overloaded,
      retry: { maxRetries: 0 },
    });
    const { error } = await played(vendors);
    expect(error).toMatchObject({
      code: "MODEL_UNAVAILABLE",
      message: expect.stringMatching(/None of 2 models answered.*overloaded.*Incorrect API key/s),
      details: { models: [{ code: "MODEL_AUTH" }, { code: "MODEL_UNAVAILABLE" }] },
    });
  });
});

describe("a run's one budget and the breaker", () => {
  it("keep a storm of 429 to five requests of a run with four calls, and to none of the next run", async () => {
    const sum = reply.toolCalls({ name: "calculator", arguments: { expression: "1 + 1" } });
    await using vendors = await twoVendors({
      first: chaos["rate-limited-ms"],
      second: [sum, sum, sum, "two", "again"],
    });
    const turn = await played(vendors);
    expect(turn.text).toBe("two");
    expect(vendors.first.requests).toHaveLength(5);
    expect(vendors.second.requests).toHaveLength(4);
    const counted = (type: string) => turn.story.filter((each) => each === type).length;
    expect([counted("model-started"), counted("model-retried"), counted("model-fell-back")]).toEqual([
      4, 3, 4,
    ]);
    const opened = turn.events.filter(({ type }) => type === "breaker-changed");
    expect(opened).toMatchObject([{ resource: "llm", state: "open", failures: 5 }]);
    const next = await played(vendors);
    expect(next.text).toBe("again");
    expect(vendors.first.requests).toHaveLength(5);
    expect(next.events.find(({ type }) => type === "model-fell-back")).toMatchObject({
      error: { code: "CIRCUIT_OPEN" },
    });
  });

  it.each<[ChaosName, code: string]>([
    ["reset-before-headers", "MODEL_UNAVAILABLE"],
    ["error-in-stream-first", "MODEL_STREAM_BROKEN"],
    ["rate-limited-ms", "MODEL_RATE_LIMITED"],
  ])("without a breaker, %s makes a run spend nine retries and fallbacks in all", async (name, code) => {
    const sum = reply.toolCalls({ name: "calculator", arguments: { expression: "1 + 1" } });
    const breaker = { failures: 100 };
    await using vendors = await twoVendors({ first: chaos[name], second: [sum, sum, sum, "two"], breaker });
    const turn = await played(vendors);
    const counted = (type: string) => turn.story.filter((each) => each === type).length;
    expect([counted("model-started"), counted("model-retried"), counted("model-fell-back")]).toEqual([
      4, 6, 3,
    ]);
    // Three calls with two retries each are answered by the second vendor; the fourth call has nothing left to spend.
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([3 * 3 + 1, 3]);
    expect(turn.error).toMatchObject({ code });
  });

  it("keep two dead vendors to one request each and the retries of one call", async () => {
    await using vendors = await twoVendors({ first: chaos.overloaded, second: chaos.overloaded });
    const turn = await played(vendors);
    expect(turn.error).toMatchObject({ code: "MODEL_UNAVAILABLE" });
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([3, 1]);
  });
});

describe("a vendor that drips, a byte a write,", () => {
  const drip = (fault?: NonNullable<Parameters<typeof reply.text>[1]>["fault"]) => () =>
    reply.text("Héllo, wörld: 你好 👩‍🚀", { style: { bytesPerWrite: 1 }, ...(fault && { fault }) });
  const error = { message: "The server had an error", type: "server_error" };

  it.each([
    ["says a whole answer", drip(), [1, 0], "Héllo, wörld: 你好 👩‍🚀"],
    ["is reset before a word", drip({ afterTokens: 0, kind: "reset" }), [3, 1], "two"],
    ["fails inside 200 before a word", drip({ afterTokens: 0, kind: "error", error }), [3, 1], "two"],
    ["ends before a word", drip({ afterTokens: 0, kind: "truncate" }), [3, 1], "two"],
    ["hangs before a word", drip({ afterTokens: 0, kind: "hang" }), [1, 1], "two"],
    ["is reset after two words", drip({ afterTokens: 2, kind: "reset" }), [1, 0], "Héllo, wörld:"],
    ["fails after two words", drip({ afterTokens: 2, kind: "error", error }), [1, 0], "Héllo, wörld:"],
    ["hangs after two words", drip({ afterTokens: 2, kind: "hang" }), [1, 0], "Héllo, wörld:"],
  ] as const)("%s: exact requests, and no byte twice", async (_, first, requests, heard) => {
    await using vendors = await twoVendors({ first, second: ["two"], timeoutMs });
    const turn = await played(vendors);
    expect(turn.deltas).toBe(heard);
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual(requests);
  });
});

it("a run in which the first vendor breaks in every way asks it five times, and the second one once a call", async () => {
  const kinds = [
    "rate-limited-ms",
    "reset-before-headers",
    "error-in-stream-first",
    "malformed-sse",
    "hang-before-headers",
  ] as const;
  const sum = reply.toolCalls({ name: "calculator", arguments: { expression: "1 + 1" } });
  await using vendors = await twoVendors({
    first: kinds.map((kind) => chaos[kind]()),
    second: [sum, sum, sum, "two"],
    timeoutMs,
  });
  const turn = await played(vendors);
  expect(turn.text).toBe("two");
  expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual([5, 4]);
  const codes = turn.events.flatMap((event) => {
    if (event.type === "model-retried") return [`retried ${event.error.code}`];
    return event.type === "model-fell-back" ? [`fell back ${event.error.code}`] : [];
  });
  expect(codes).toEqual([
    "retried MODEL_RATE_LIMITED",
    "retried MODEL_UNAVAILABLE",
    "fell back MODEL_STREAM_BROKEN",
    "fell back MODEL_BAD_RESPONSE",
    "fell back MODEL_TIMEOUT",
    // Five failures in a row: the last call does not ask it at all.
    "fell back CIRCUIT_OPEN",
  ]);
});

describe("Stop", () => {
  const hang = reply.hang();
  const until = (type: string) => (event: RunEvent) => event.type === type;
  it.each([
    {
      at: "while the first vendor is silent",
      first: [hang],
      second: [],
      on: "request of first",
      asked: [1, 0],
    },
    {
      at: "after the first one's headers",
      first: [chaos["hang-after-headers"]()],
      second: [],
      on: "request of first",
      asked: [1, 0],
    },
    {
      at: "in a retry wait",
      first: [chaos["rate-limited"]()],
      second: [],
      on: "model-retried",
      asked: [1, 0],
    },
    {
      at: "between the two",
      first: [chaos["wrong-key"]()],
      second: [],
      on: "model-fell-back",
      asked: [1, 0],
    },
    {
      at: "while the second one is silent",
      first: [chaos["wrong-key"]()],
      second: [hang],
      on: "request of second",
      asked: [1, 1],
    },
    {
      at: "in the middle of the second one's answer",
      first: [chaos["wrong-key"]()],
      second: [chaos["hang-mid-stream"]()],
      on: "text-delta",
      asked: [1, 1],
    },
  ])("$at ends the turn, the socket, and asks nobody else", async ({ first, second, on, asked }) => {
    await using vendors = await twoVendors({ first, second });
    const stop = new AbortController();
    if (on === "request of first") void vendors.first.nextRequest().then(() => stop.abort());
    if (on === "request of second") void vendors.second.nextRequest().then(() => stop.abort());
    const turn = await played(vendors, stop.signal, (event) => until(on)(event) && stop.abort());
    expect(turn.error).toBe(stop.signal.reason);
    expect(turn.events.at(-1)).toMatchObject({ type: "run-finished", outcome: "cancelled" });
    expect(turn.story.filter((type) => type === "model-finished")).toHaveLength(1);
    const requests = [...vendors.first.requests, ...vendors.second.requests];
    await Promise.all(requests.map(({ closed }) => closed));
    expect([vendors.first.requests.length, vendors.second.requests.length]).toEqual(asked);
  });
});
