import { HumanMessage } from "@langchain/core/messages";
import { isPergolaError, type PergolaError } from "@pergola/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHAOS_TEXT, type ChaosName, chaos, ODD_ANSWERS } from "../vendor-server/chaos.ts";
import { refusedBaseURL } from "../vendor-server/refused-address.ts";
import { startVendorServer } from "../vendor-server/start-vendor-server.ts";
import type { ChatModelSubject } from "./chat-model-subject.ts";
import { allWays, type Way } from "./ways.ts";

const messages = [new HumanMessage("Hi")];
/** Longest silence in the tests of hanging vendors, in milliseconds. */
const TIMEOUT_MS = 100;

/** What the vendor does, the code that the caller gets, and what the error's details say. */
const FAILURES: readonly (readonly [ChaosName, string, Readonly<Record<string, unknown>>?])[] = [
  ["wrong-key", "MODEL_AUTH", { status: 401 }],
  ["forbidden", "MODEL_AUTH", { status: 403 }],
  ["unknown-model", "MODEL_NOT_FOUND", { status: 404 }],
  ["bad-request", "MODEL_BAD_REQUEST", { status: 400 }],
  ["unsupported-parameter", "MODEL_PARAMETER_UNSUPPORTED", { status: 400 }],
  ["context-too-long", "MODEL_CONTEXT_TOO_LONG", { status: 400 }],
  ["content-filtered", "MODEL_CONTENT_FILTERED", { status: 400 }],
  ["rate-limited", "MODEL_RATE_LIMITED", { status: 429, retryAfterMs: 2000 }],
  ["rate-limited-ms", "MODEL_RATE_LIMITED", { status: 429, retryAfterMs: 150 }],
  ["rate-limited-until-date", "MODEL_RATE_LIMITED", { status: 429, retryAfterMs: expect.any(Number) }],
  ["quota-exceeded", "MODEL_QUOTA_EXCEEDED", { status: 429 }],
  ["server-error", "MODEL_UNAVAILABLE", { status: 500 }],
  ["overloaded", "MODEL_UNAVAILABLE", { status: 503 }],
  ["reset-before-headers", "MODEL_UNAVAILABLE"],
  ["error-in-stream-first", "MODEL_STREAM_BROKEN"],
  ["error-in-stream-later", "MODEL_STREAM_BROKEN"],
  ["reset-mid-stream", "MODEL_STREAM_BROKEN"],
  ["truncated", "MODEL_STREAM_BROKEN"],
  ["malformed-json", "MODEL_BAD_RESPONSE"],
  ["malformed-sse", "MODEL_BAD_RESPONSE"],
  ["html-page", "MODEL_BAD_RESPONSE"],
  ["huge-line", "MODEL_BAD_RESPONSE"],
  ["hang-before-headers", "MODEL_TIMEOUT"],
  ["hang-mid-stream", "MODEL_TIMEOUT"],
];

/** Every failure has its code, a hint, and no second request: providers do not retry. */
export function failureTests(subject: ChatModelSubject): void {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => void rejections.push(reason);
  beforeAll(() => void process.on("unhandledRejection", onRejection));
  afterAll(() => void process.off("unhandledRejection", onRejection));

  const rows = FAILURES.flatMap(([name, code, details = {}]) =>
    allWays(subject).map(([wayName, way]) => [wayName, name, code, { way, details }] as const),
  );
  test.each(rows)("%s: %s is %s", async (_, name, code, { way, details }) => {
    await using server = await startVendorServer({ reply: chaos[name] });
    const hangs = name.startsWith("hang");
    const model = await subject.create(server, hangs ? { timeoutMs: TIMEOUT_MS } : {});
    const error = await failureOf(way, model);
    expect({ code: error.code, message: error.message }).toMatchObject({ code });
    expect(error.hint).toMatch(/\w{3}/);
    expect(error.details).toMatchObject(details);
    expect(server.requests).toHaveLength(1);
    // Whatever went wrong, the connection is not left open.
    await server.requests[0]?.closed;
  });

  test("nothing was rejected behind the caller's back", async () => {
    await new Promise(setImmediate);
    expect(rejections).toEqual([]);
  });
}

/** Nobody listens. */
export function unreachableTests(subject: ChatModelSubject): void {
  test.each(allWays(subject))("%s: an address where nobody listens is named", async (_, way) => {
    const baseURL = await refusedBaseURL();
    const error = await failureOf(way, await subject.create({ baseURL }, {}));
    expect(error.code).toBe("MODEL_UNAVAILABLE");
    expect(error.message).toContain(new URL(baseURL).host);
    expect(error.hint).toMatch(/\w{3}/);
  });
}

/** Legal, if unusual. */
export function oddAnswerTests(subject: ChatModelSubject): void {
  const rows = ODD_ANSWERS.flatMap((name) => allWays(subject).map(([way, run]) => [way, name, run] as const));
  test.each(rows)("%s: the odd answer %s is read whole", async (_, name, way) => {
    await using server = await startVendorServer({ replies: [chaos[name]()] });
    const answer = await way(await subject.create(server, {}), { messages });
    expect(answer.text).toBe(CHAOS_TEXT);
  });
}

async function failureOf(way: Way, model: Parameters<Way>[0]): Promise<PergolaError> {
  const error: unknown = await way(model, { messages }).then(
    (answer) => new Error(`It answered: ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  );
  if (!isPergolaError(error)) throw error;
  return error;
}
