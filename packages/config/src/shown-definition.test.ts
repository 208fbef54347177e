import { inspect, isDeepStrictEqual } from "node:util";
import { fakeSecrets } from "@pergola/core/testing";
import type { ModelConfig } from "@pergola/resources";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentConfig } from "./index.ts";

const PLUM = "plum-tree-in-spring";
const provider = {
  category: "llm" as const,
  name: "acme",
  configSchema: z.object({}),
  defaults: { apiKey: PLUM },
  create: () => Promise.reject(new Error("never")),
};

const definition = (value: string) =>
  new AgentConfig({
    name: "a",
    description: `with ${value}`,
    llm: { provider: "acme", model: "m", apiKey: PLUM, headers: { "x-api-key": PLUM }, extra: value },
    memory: { type: "conversation", provider: "acme", config: { url: `postgres://ada:${PLUM}@db`, value } },
    resources: { store: { provider: "acme", secretAccessKey: PLUM, value } },
    steps: [{ step: "llm", config: { promptTemplate: value, model: { provider: "acme", apiKey: PLUM } } }],
    providers: [provider],
  });

describe("an agent's definition as text", () => {
  it.each(fakeSecrets().map(({ kind, value }) => [kind, value] as const))(
    "has no secret of the kind %s",
    (_, value) => {
      const shown = definition(value);
      for (const text of [JSON.stringify(shown), inspect(shown, { depth: 20 }), JSON.stringify({ shown })]) {
        expect(text).toContain("acme");
        expect(text).not.toContain(value);
        expect(text).not.toContain(JSON.stringify(value).slice(1, -1));
        expect(text).not.toContain(PLUM);
      }
    },
  );

  it("says the rest, with what is live by its name", () => {
    expect(definition("x").toJSON()).toEqual({
      name: "a",
      version: "0.0.0",
      description: "with x",
      llm: {
        provider: "acme",
        model: "m",
        apiKey: "[redacted]",
        headers: { "x-api-key": "[redacted]" },
        extra: "x",
      },
      memory: {
        type: "conversation",
        provider: "acme",
        config: { url: "postgres://[redacted]@db", value: "x" },
      },
      resources: { store: { provider: "acme", secretAccessKey: "[redacted]", value: "x" } },
      state: ["messages", "name"],
      steps: [
        { step: "llm", config: { promptTemplate: "x", model: { provider: "acme", apiKey: "[redacted]" } } },
      ],
      tools: [],
      providers: ["llm/acme"],
      limits: {},
      graph: {},
    });
    expect(inspect(definition("x"))).toMatch(/^AgentConfig \{\s+name: 'a'/);
  });

  it("is there for parts that are wrong, too", () => {
    const wrong = new AgentConfig({
      stateSchema: {} as never,
      steps: [undefined as never],
      llm: { apiKey: PLUM } as never,
    });
    expect(inspect(wrong, { depth: 9 })).not.toContain(PLUM);
    expect(JSON.stringify(wrong)).not.toContain(PLUM);
  });

  it("ends, also when it holds itself in several places", () => {
    const circle: Record<string, unknown> = { apiKey: PLUM };
    for (const key of ["left", "middle", "right"]) circle[key] = circle;
    const shown = JSON.stringify(new AgentConfig({ llm: { provider: "acme", circle } }));
    expect(shown).toContain("…");
    expect(shown).not.toContain(PLUM);
  });

  it("shows no secret of a part that is taken out of it, and the rest of it", () => {
    const { llm, memory, resources, steps } = definition("x");
    const [step] = steps;
    const { model } = (step as NonNullable<typeof step>).config as { readonly model: unknown };
    const { headers } = llm as ModelConfig;
    const list = new AgentConfig({ llm: [{ provider: "acme", apiKey: PLUM }] }).llm;
    for (const part of [
      llm,
      memory,
      memory.config,
      resources,
      resources.store,
      steps,
      step,
      model,
      headers,
      list,
    ])
      for (const text of [
        JSON.stringify(part),
        inspect(part, { depth: 20 }),
        `${part}`,
        JSON.stringify({ part }),
      ])
        expect(text).not.toContain(PLUM);
    expect(JSON.stringify(llm)).toContain('"model":"m"');
    expect(inspect(llm)).toContain("model: 'm'");
  });

  it("has parts that read, compare, spread and extend as what was given", () => {
    const given = { provider: "acme", apiKey: PLUM, headers: { "x-api-key": PLUM }, stop: ["a"] };
    const one = new AgentConfig({ llm: given });
    expect(one.llm).toEqual(given);
    expect(one.llm).toStrictEqual(given);
    expect(isDeepStrictEqual(one.llm, given)).toBe(true);
    expect({ ...(one.llm as object) }).toEqual(given);
    expect(structuredClone(one.llm)).toEqual(given);
    expect(Object.keys(one.llm as object)).toEqual(Object.keys(given));
    expect(one.withName("b").llm).toBe(one.llm);
  });

  it("keeps what is live the very same", () => {
    const live = { provider: "acme", clock: { now: () => 1 }, fetch: () => undefined };
    const config = new AgentConfig({
      llm: live as never,
      memory: { type: "conversation", provider: provider as never },
      steps: [{ step: provider as never, config: { model: live, step: provider } }],
    });
    expect((config.llm as unknown as typeof live).clock).toBe(live.clock);
    expect((config.llm as unknown as typeof live).fetch).toBe(live.fetch);
    expect(config.memory.provider).toBe(provider);
    expect(config.steps[0]?.step).toBe(provider);
    expect(config.steps[0]?.config.step).toBe(provider);
  });

  it("changes nothing of what is in it", () => {
    expect(definition("x").llm).toMatchObject({ apiKey: PLUM });
  });
});
