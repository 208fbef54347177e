import { createAgent } from "@pergola/builders";
import { openai } from "@pergola/llm-openai";
import type { ModelParameters } from "@pergola/resources";
import { reply, startVendorServer, type VendorRequest } from "@pergola/resources/testing";
import { describe, expect, it } from "vitest";

type Values = Readonly<Record<string, unknown>>;

/** Where a setting may stand, the strongest first. `vendor` is the variable that everybody's client of the vendor reads. */
const LEVELS = ["call", "step", "agent", "default", "environment", "vendor"] as const;
type Level = (typeof LEVELS)[number];

interface Kind {
  readonly key: string;
  readonly variable: string;
  readonly vendorVariable?: string;
  /** What each level sets; the levels that have no value cannot set it. */
  readonly values: Partial<Readonly<Record<Level, unknown>>>;
  /** Keys that a step has itself; the others stand in the config of its model. */
  readonly isOfStep?: boolean;
  /** What the vendor saw of it. */
  seen(request: VendorRequest): unknown;
}

const at = (level: Level) => `?at=${level}`;

const KINDS: readonly Kind[] = [
  {
    key: "model",
    variable: "PERGOLA_LLM__OPENAI_MODEL",
    values: { step: "of-step", agent: "of-agent", default: "of-default", environment: "of-environment" },
    seen: ({ body }) => body?.model,
  },
  {
    key: "temperature",
    variable: "PERGOLA_LLM__OPENAI_TEMPERATURE",
    isOfStep: true,
    values: { call: 0, step: 0.1, agent: 0.2, default: 0.3, environment: 0.4 },
    seen: ({ body }) => body?.temperature,
  },
  {
    key: "maxTokens",
    variable: "PERGOLA_LLM__OPENAI_MAX_TOKENS",
    isOfStep: true,
    values: { call: 1, step: 2, agent: 3, default: 4, environment: 5 },
    seen: ({ body }) => body?.max_tokens,
  },
  {
    key: "baseURL",
    variable: "PERGOLA_LLM__OPENAI_BASE_URL",
    vendorVariable: "OPENAI_BASE_URL",
    values: Object.fromEntries(LEVELS.slice(1).map((level) => [level, at(level)])),
    seen: ({ path }) => path.slice(path.indexOf("?")),
  },
  {
    key: "apiKey",
    variable: "PERGOLA_LLM__OPENAI_API_KEY",
    vendorVariable: "OPENAI_API_KEY",
    values: Object.fromEntries(LEVELS.slice(1).map((level) => [level, `key-of-${level}`])),
    seen: ({ headers }) => headers.authorization?.replace("Bearer ", ""),
  },
  {
    key: "timeoutMs",
    variable: "PERGOLA_LLM__OPENAI_TIMEOUT_MS",
    values: { step: 60_001, agent: 60_002, default: 60_003, environment: 60_004 },
    seen: () => undefined,
  },
];

/** One turn of an agent in which the levels set these values of one key. */
async function turn({ key, ...kind }: Kind, values: Partial<Record<Level, unknown>>, baseURL: string) {
  const written = (level: Level) => {
    const value = values[level];
    return value === undefined ? {} : { [key]: key === "baseURL" ? `${baseURL}${value}` : value };
  };
  const env = {
    PERGOLA_LLM__OPENAI_MODEL: "vendor-model",
    ...(kind.vendorVariable === "OPENAI_BASE_URL" ? {} : { PERGOLA_LLM__OPENAI_BASE_URL: baseURL }),
    ...variable(kind.variable, written("environment")),
    ...variable(kind.vendorVariable, written("vendor")),
  };
  const ofStep: Values = written("step");
  const step =
    kind.isOfStep || values.step === undefined ? ofStep : { model: { provider: "openai", ...ofStep } };
  await using agent = await createAgent({}, { env, sources: [] })
    .withProvider(openai(written("default")))
    .withLlm("openai", written("agent"))
    .withRetry({ maxRetries: 0 })
    .withStep("llm", step)
    .build();
  await agent.chat("hello", { parameters: written("call") as ModelParameters });
}

const variable = (name: string | undefined, written: Values) =>
  Object.fromEntries(Object.values(written).map((value) => [name, String(value)]));

/** Each level that can set it against each one below it, and against none. */
const cases = KINDS.flatMap((kind) => {
  const levels = LEVELS.filter((level) => kind.values[level] !== undefined);
  return levels.flatMap((winner, index) => [
    { kind, name: kind.key, winner, loser: "nothing", set: [winner] },
    ...levels
      .slice(index + 1)
      .map((loser) => ({ kind, name: kind.key, winner, loser, set: [winner, loser] })),
  ]);
});

describe("a setting is taken from the call, the step, the agent, the provider's default, the environment", () => {
  it.each(cases.filter(({ name }) => name !== "timeoutMs"))(
    "$name of the $winner over $loser",
    async (each) => {
      const { kind, winner, set } = each;
      await using vendor = await startVendorServer({ reply: () => "yes" });
      await turn(kind, Object.fromEntries(set.map((level) => [level, kind.values[level]])), vendor.baseURL);
      expect(vendor.requests.map(kind.seen)).toEqual([kind.values[winner]]);
    },
  );

  it.each(cases.filter(({ name }) => name === "timeoutMs"))(
    "$name of the $winner over $loser",
    async (each) => {
      const { kind, winner, set } = each;
      await using vendor = await startVendorServer({ replies: [reply.hang()] });
      const values = Object.fromEntries(set.map((level) => [level, kind.values[level]]));
      await expect(turn(kind, { ...values, [winner]: 15 }, vendor.baseURL)).rejects.toMatchObject({
        code: "MODEL_TIMEOUT",
        message: expect.stringContaining("15 ms"),
      });
    },
  );
});
