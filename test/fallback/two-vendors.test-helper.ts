import { createAgent } from "@pergola/builders";
import type { RetryPolicy, RunEvent } from "@pergola/core";
import { openai } from "@pergola/llm-openai";
import type { BreakerSettings } from "@pergola/resources";
import { startVendorServer, type VendorReplyLike, type VendorServer } from "@pergola/resources/testing";
import { calculator } from "@pergola/tools";

export interface TwoVendors extends AsyncDisposable {
  readonly first: VendorServer;
  readonly second: VendorServer;
  readonly agent: Awaited<ReturnType<typeof build>>;
}

export interface TwoVendorsOptions {
  readonly first: readonly VendorReplyLike[] | (() => VendorReplyLike);
  readonly second: readonly VendorReplyLike[] | (() => VendorReplyLike);
  readonly retry?: RetryPolicy;
  readonly breaker?: BreakerSettings;
  /** Silence that the provider takes for a failure. Default 10 000. */
  readonly timeoutMs?: number;
}

/** Two real vendors on loopback, and an agent that prefers the first one. */
export async function twoVendors(options: TwoVendorsOptions): Promise<TwoVendors> {
  const [first, second] = await Promise.all([start(options.first), start(options.second)]);
  const agent = await build([first, second], options);
  return {
    first,
    second,
    agent,
    async [Symbol.asyncDispose]() {
      await agent.close();
      await Promise.all([first.close(), second.close()]);
    },
  };
}

/** All events of a turn, and how it ended. */
export async function played(
  { agent }: TwoVendors,
  signal?: AbortSignal,
  onEvent = (_event: RunEvent) => {},
) {
  const stream = agent.stream("hello", { userId: "ada", ...(signal !== undefined && { signal }) });
  const ended = stream.result.then(
    ({ text }) => ({ text, error: undefined }),
    (error) => ({ text: undefined, error }),
  );
  const events: RunEvent[] = [];
  try {
    for await (const event of stream) {
      events.push(event);
      onEvent(event);
    }
  } catch {
    // The result says it.
  }
  const deltas = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
  const ofCalls = events.filter(({ type }) => /^model-(started|retried|fell-back|finished)$/.test(type));
  return { ...(await ended), events, deltas, story: ofCalls.map(({ type }) => type) };
}

const start = (replies: TwoVendorsOptions["first"]) =>
  startVendorServer(typeof replies === "function" ? { reply: replies } : { replies });

function build(
  vendors: readonly VendorServer[],
  { retry, breaker = {}, timeoutMs = 10_000 }: TwoVendorsOptions,
) {
  const models = vendors.map(({ baseURL }, index) => ({
    provider: "openai",
    model: `vendor-model-${index + 1}`,
    baseURL,
    timeoutMs,
  }));
  return createAgent({ name: "assistant" })
    .withProvider(openai())
    .withLlm(models)
    .withTools([calculator()])
    .withRetry({ backoffBaseMs: 1, jitter: false, ...retry })
    .withBreaker(breaker)
    .withStep("tools-loop", {})
    .start();
}
