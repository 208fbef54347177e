import { createAgent } from "@pergola/builders";
import type { Clock } from "@pergola/core";
import { createVirtualClock } from "@pergola/core/testing";
import { openai } from "@pergola/llm-openai";
import { entry, type Ledger, type LedgerEntry } from "../ledger.ts";
import { elapse, untilStopped } from "../probes/time.ts";
import { codeOf, using } from "../probes/using.ts";
import { received, vendor } from "../probes/vendor.ts";
import { parameterEntries } from "./model-parameters.ts";

const change = <Value>(key: string, values: readonly [Value, Value], rest: object = {}): LedgerEntry =>
  entry(key, values, (value) => received({ ...rest, [key.replace(/<.*/, "")]: value }));

/** A turn with a vendor that never answers, stopped when `time` has come to half a second. */
async function silence(
  config: { readonly timeoutMs?: number; readonly clock: Clock },
  time = createVirtualClock(),
) {
  const asked = Promise.withResolvers<void>();
  const fetch = (_: unknown, { signal }: RequestInit) => {
    asked.resolve();
    return untilStopped(signal ?? new AbortController().signal);
  };
  const llm = { provider: "openai", model: "gpt-5-mini", apiKey: "sk-test", fetch, ...config };
  const builder = createAgent(
    { llm, providers: [openai()], retry: { maxRetries: 0 } },
    { clock: time, env: {} },
  );
  return using(builder.withTimeout(500).withStep("llm", {}).build(), async (agent) => {
    const code = codeOf(agent.chat("hi"));
    await asked.promise;
    return { code: await elapse(code, time), at: time.now() };
  });
}

const provider = openai();

export const openAi: readonly Ledger[] = [
  {
    name: "llm/openai",
    schema: provider.configSchema,
    entries: [
      change("model", ["gpt-5-mini", "gpt-5"]),
      change("apiKey", ["sk-one", "sk-two"]),
      change("baseURL", ["https://one.example/v1", "https://two.example/v1"]),
      change("organization", ["org-one", "org-two"]),
      change("project", ["one", "two"]),
      change("temperature", [0, 1]),
      change("topP", [0.5, 1]),
      change("maxTokens", [10, 20]),
      change("stop<string>", ["END", "STOP"]),
      change("stop<array>", [["END"], ["STOP", "END"]]),
      change("seed", [0, 1]),
      change("presencePenalty", [0, 1]),
      change("frequencyPenalty", [0, 1]),
      change("headers", [{ "x-team": "one" }, { "x-team": "two" }]),
      change("maxTokensParameter", ["max_tokens", "max_completion_tokens"], { maxTokens: 10 }),
      change("streaming", [false, true]),
      change("streamUsage", [false, true]),
      change("extraBody", [{ reasoning_effort: "low" }, { reasoning_effort: "high" }]),
      entry("timeoutMs", [100, 300], async (timeoutMs) => {
        const time = createVirtualClock();
        return silence({ timeoutMs, clock: time }, time);
      }),
      entry("clock", ["one that moves", "one that stands still"], async (kind) => {
        const time = createVirtualClock();
        return silence(
          { timeoutMs: 100, clock: kind === "one that moves" ? time : createVirtualClock() },
          time,
        );
      }),
      entry("fetch", ["left", "right"], async (which) => {
        const vendors = { left: vendor(), right: vendor() };
        await received({ fetch: vendors[which as keyof typeof vendors].fetch });
        return [vendors.left.received.length, vendors.right.received.length];
      }),
    ],
  },
  {
    name: "llm/openai, parameters of a call",
    schema: provider.parametersSchema ?? provider.configSchema,
    entries: parameterEntries("", (parameters) => received({}, { parameters })),
  },
];
