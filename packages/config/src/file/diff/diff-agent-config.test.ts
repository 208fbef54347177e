import { defineTool } from "@pergola/tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { AgentConfig, type AgentConfigData } from "../../index.ts";
import { diffAgentConfig } from "../index.ts";

const tool = (name: string) => defineTool({ name, description: "x", input: z.object({}), execute: () => 1 });
const base = new AgentConfig({
  llm: { provider: "openai", model: "a", temperature: 1, apiKey: "sk-old", baseUrl: "https://me:pw@host/v1" },
  memory: { type: "conversation", provider: "duckdb", config: { path: "a.db" } },
  steps: [
    { step: "llm", config: { promptTemplate: "Hi", as: "x", timeoutMs: 5 } },
    { step: "branch", config: { on: "x", cases: { yes: [{ step: "llm", config: { temperature: 0 } }] } } },
  ],
  tools: [tool("a")],
  limits: { maxIterations: 3 },
});

const against = (changes: Partial<AgentConfigData>) => diffAgentConfig(base, base.with(changes));

describe("the difference of two definitions", () => {
  it("is none of equal ones", () => {
    expect(against({})).toEqual({ parameters: [], topology: [] });
    expect(against({ limits: { maxIterations: 3 }, steps: structuredClone(base.steps) })).toEqual({
      parameters: [],
      topology: [],
    });
  });

  it("names parameters by path, before and after, secrets covered", () => {
    const llm = {
      ...(base.llm as object),
      temperature: 0,
      apiKey: "sk-new",
      baseUrl: "https://me:pw2@host/v2",
    };
    expect(against({ llm: llm as never, limits: {}, retry: { maxRetries: 1 } })).toEqual({
      topology: [],
      parameters: [
        { path: ["limits", "maxIterations"], from: 3 },
        { path: ["retry", "maxRetries"], to: 1 },
        { path: ["llm", "temperature"], from: 1, to: 0 },
        { path: ["llm", "apiKey"], from: "[redacted]", to: "[redacted]" },
        { path: ["llm", "baseUrl"], from: "https://[redacted]@host/v1", to: "https://[redacted]@host/v2" },
      ],
    });
  });

  it("tells settings of resources from other resources", () => {
    const live = { create: () => ({}) };
    const old = base.with({
      storage: "local",
      resources: { reports: { provider: "s3", bucket: "a", secretAccessKey: "old" }, audit: live },
    });
    const to = (changes: Partial<AgentConfigData>) => diffAgentConfig(old, old.with(changes));
    const { reports } = old.resources;
    expect(to({ resources: { reports: structuredClone(reports) as object, audit: live } })).toEqual({
      parameters: [],
      topology: [],
    });
    const other = { provider: "s3", bucket: "b", secretAccessKey: "new" };
    expect(
      to({ storage: { provider: "local", basePath: "./files" }, resources: { reports: other, audit: live } }),
    ).toEqual({
      topology: [],
      parameters: [
        { path: ["storage", "basePath"], to: "./files" },
        { path: ["resources", "reports", "bucket"], from: "a", to: "b" },
        { path: ["resources", "reports", "secretAccessKey"], from: "[redacted]", to: "[redacted]" },
      ],
    });
    const paths = (changes: Partial<AgentConfigData>) => to(changes).topology.map(({ path }) => path);
    expect(paths({ storage: undefined })).toEqual([["storage"]]);
    expect(paths({ storage: "s3" })).toEqual([["storage"]]);
    expect(paths({ resources: {} })).toEqual([["resources"]]);
    expect(paths({ resources: { reports: { provider: "local" }, audit: live } as never })).toEqual([
      ["resources", "reports"],
    ]);
    expect(paths({ resources: { reports, audit: { create: () => ({}) } } as never })).toEqual([
      ["resources", "audit"],
    ]);
  });

  it("looks into a list of models, which is another one when its providers are", () => {
    const models = ["openai:a", { provider: "offline", temperature: 0 }] as const;
    const old = base.with({ llm: models });
    expect(diffAgentConfig(old, old.with({ llm: ["openai:b", models[1]] }))).toEqual({
      topology: [],
      parameters: [{ path: ["llm", 0, "model"], from: "a", to: "b" }],
    });
    const { topology } = diffAgentConfig(old, old.with({ llm: ["openai:a"] }));
    expect(topology.map(({ path }) => path)).toEqual([["llm"]]);
  });

  it("sees the parameters of steps, inside other steps too", () => {
    const steps = structuredClone(base.steps) as unknown as { config: Record<string, never> }[];
    Object.assign(steps[0]?.config ?? {}, {
      promptTemplate: "Ho",
      retry: { maxAttempts: 2 },
      model: undefined,
    });
    Object.assign(steps[1]?.config ?? {}, { cases: { yes: [{ step: "llm", config: { temperature: 1 } }] } });
    expect(against({ steps: steps as never })).toEqual({
      topology: [],
      parameters: [
        { path: ["steps", 0, "promptTemplate"], from: "Hi", to: "Ho" },
        { path: ["steps", 0, "retry"], to: { maxAttempts: 2 } },
        { path: ["steps", 1, "cases", "yes", 0, "temperature"], from: 0, to: 1 },
      ],
    });
  });

  it.each([
    ["a model of the agent's provider", "b", "parameter"],
    ["the same with the provider's name", "openai:b", "parameter"],
    ["a config of it", { provider: "openai", temperature: 0 }, "parameter"],
    ["a list that begins with it", ["b", "offline"], "parameter"],
    ["another provider's model", "ollama:b", "topology"],
    ["a ready model", { invoke: () => "x", _llmType: () => "x" }, "topology"],
  ] as const)("takes %s that a step names from now on for what it is", (_, model, kind) => {
    const [first, ...rest] = base.steps;
    const named = base.with({ steps: [{ step: "llm", config: { ...first?.config, model } }, ...rest] });
    const changes = { [kind]: [["steps", 0, "model"]] };
    const paths = ({ parameters, topology }: ReturnType<typeof diffAgentConfig>) => ({
      ...(parameters.length > 0 && { parameter: parameters.map(({ path }) => path) }),
      ...(topology.length > 0 && { topology: topology.map(({ path }) => path) }),
    });
    expect(paths(diffAgentConfig(base, named))).toEqual(changes);
    expect(paths(diffAgentConfig(named, base))).toEqual(changes);
  });

  it.each<[string, Partial<AgentConfigData>, readonly (string | number)[]]>([
    ["a name", { name: "b" }, ["name"]],
    ["a step more", { steps: [...base.steps, { step: "llm", config: {} }] }, ["steps"]],
    [
      "another key to write to",
      {
        steps: [
          { step: "llm", config: { promptTemplate: "Hi", as: "y", timeoutMs: 5 } },
          ...base.steps.slice(1),
        ],
      },
      ["steps", 0, "as"],
    ],
    ["another provider", { llm: "ollama:a" }, ["llm"]],
    [
      "another memory",
      { memory: { type: "conversation", provider: "postgres", config: { path: "a.db" } } },
      ["memory", "provider"],
    ],
    [
      "no memory",
      { memory: { type: "none", provider: "duckdb", config: { path: "a.db" } } },
      ["memory", "type"],
    ],
    ["other tools", { tools: [tool("b")] }, ["tools"]],
    ["another tool of the name", { tools: [tool("a")] }, ["tools", 0]],
    ["another state", { stateSchema: z.object({}) }, ["stateSchema"]],
    ["a pause", { graph: { interruptBefore: "*" } }, ["graph", "interruptBefore"]],
  ])("is of topology for %s", (_, changes, path) => {
    const { parameters, topology } = against(changes);
    expect(parameters).toEqual([]);
    expect(topology.map((change) => change.path)).toEqual([path]);
  });

  it("of any two is empty exactly when they are equal, and never shows a secret", () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const part = fc.dictionary(fc.constantFrom("temperature", "apiKey", "token", "model", "x"), value);
    fc.assert(
      fc.property(part, part, (one, other) => {
        const of = (config: object) => base.with({ llm: { ...config, provider: "p" } as never });
        const { parameters } = diffAgentConfig(of(one), of(other));
        const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
        const changed = keys.filter((key) => one[key] !== other[key]);
        expect(parameters.map(({ path }) => path[1]).sort()).toEqual(changed.sort());
        for (const { path, from, to } of parameters)
          if (path[1] === "apiKey" || path[1] === "token")
            expect([from ?? "[redacted]", to ?? "[redacted]"]).toEqual(["[redacted]", "[redacted]"]);
      }),
    );
  });
});
