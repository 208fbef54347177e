import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ProviderFactory } from "../provider-factory.ts";
import { createProviderRegistry } from "../provider-registry.ts";
import type { ChatModel } from "./chat-model.ts";
import { createLlmResource, type LlmResourceOptions } from "./create-llm-resource.ts";
import { answering, DirectModel, InvokeOnlyModel } from "./foreign-models.test-helper.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

interface TestProvider extends ProviderFactory<"llm"> {
  readonly configs: unknown[];
  readonly models: (ChatModel & { closed?: number })[];
}

function provider(name: string, over: Partial<ProviderFactory<"llm">> = {}): TestProvider {
  const configs: unknown[] = [];
  const models: (ChatModel & { closed?: number })[] = [];
  return {
    category: "llm",
    name,
    configSchema: z
      .object({ seed: z.number().optional(), temperature: z.number().max(2).optional() })
      .loose(),
    configs,
    models,
    async create(config) {
      configs.push(config);
      await Promise.resolve();
      const model: ChatModel & { closed?: number; close?: () => void } = new DirectModel(answering(["hi"]));
      model.close = () => {
        model.closed = (model.closed ?? 0) + 1;
      };
      models.push(model);
      return model;
    },
    ...over,
  };
}

function resource(factories: readonly ProviderFactory[], over: Partial<LlmResourceOptions> = {}) {
  return createLlmResource({ registry: createProviderRegistry(factories), env: {}, ...over });
}

describe("model()", () => {
  it("makes a model once, however many ask for it at the same time and however they write it", async () => {
    const openai = provider("openai");
    const llm = resource([openai]);
    const models = await Promise.all([
      llm.model("openai:gpt-5-mini"),
      llm.model("gpt-5-mini"),
      llm.model({ provider: "openai", model: "gpt-5-mini" }),
      llm.model({ model: "gpt-5-mini", provider: "openai", temperature: undefined }),
    ]);
    expect(new Set(models).size).toBe(1);
    expect(openai.configs).toEqual([{ model: "gpt-5-mini" }]);
  });

  it("makes two models of two configs", async () => {
    const openai = provider("openai");
    const llm = resource([openai]);
    const [a, b] = [{ temperature: 0 }, { temperature: 1 }].map((part) =>
      llm.model({ provider: "openai", ...part }),
    );
    expect(await a).not.toBe(await b);
  });

  it("passes a ready model through", async () => {
    const ready = new InvokeOnlyModel(() => Promise.reject(new Error("unused")));
    expect(await resource([]).model(ready)).toBe(ready);
  });

  it("tries again after a failed attempt, and says why it failed", async () => {
    let attempts = 0;
    const flaky = provider("flaky", {
      create: async () => {
        attempts += 1;
        if (attempts === 1) throw new Error("not yet");
        return new DirectModel(answering(["hi"]));
      },
    });
    const llm = resource([flaky], { model: "flaky:x" });
    await expect(llm.model()).rejects.toThrow("not yet");
    await expect(llm.model()).resolves.toBeInstanceOf(DirectModel);
  });

  it("uses the agent's model when none is named, and its provider for a bare id", async () => {
    const [openai, ollama] = [provider("openai"), provider("ollama")];
    const llm = resource([openai, ollama], { model: "ollama:llama3.2:3b" });
    await llm.model();
    await llm.model("qwen");
    expect(ollama.configs).toEqual([{ model: "llama3.2:3b" }, { model: "qwen" }]);
    expect(openai.configs).toEqual([]);
  });

  it("sends another model of the agent's provider to the same place", async () => {
    const openai = provider("openai");
    const llm = resource([openai], {
      model: { provider: "openai", model: "large", baseUrl: "http://localhost:1" },
    });
    await llm.model("small");
    await llm.model("openai:tiny");
    expect(openai.configs).toEqual([
      { model: "small", baseUrl: "http://localhost:1" },
      { model: "tiny", baseUrl: "http://localhost:1" },
    ]);
  });

  it("uses the only llm provider's own defaults when nobody names a model", async () => {
    const offline = provider("offline");
    await resource([offline]).model();
    expect(offline.configs).toEqual([{}]);
  });

  it("does not guess between two providers", async () => {
    const llm = resource([provider("openai"), provider("offline")]);
    await expect(llm.model()).rejects.toMatchObject({
      code: "PROVIDER_NOT_FOUND",
      hint: expect.stringContaining("Given: offline, openai."),
    });
  });

  it("rejects a config with every defect, before it makes anything", async () => {
    const openai = provider("openai");
    const made = resource([openai]).model({ provider: "openai", seed: "x", temperature: 9 });
    await expect(made).rejects.toMatchObject({
      code: "PROVIDER_CONFIG_INVALID",
      details: { problems: [{ path: ["seed"] }, { path: ["temperature"] }] },
    });
    expect(openai.configs).toEqual([]);
  });
});

describe("validate()", () => {
  it("finds nothing wrong with what can be made", () => {
    expect(resource([provider("openai")]).validate("openai:gpt-5-mini")).toEqual([]);
    expect(resource([]).validate(new InvokeOnlyModel(() => Promise.reject(new Error("unused"))))).toEqual([]);
  });

  it("tells an unknown provider with what to install", () => {
    expect(resource([]).validate("openai:gpt-5-mini")).toEqual([
      {
        path: ["provider"],
        message: 'No llm provider is named "openai".',
        hint: expect.stringContaining(
          "npm install @pergola/llm-openai, then give it: .withProvider(openai())",
        ),
      },
    ]);
  });

  it("tells one defect for each place, in the provider's words where it has some", () => {
    const validateConfig = () => [{ path: ["temperature"], message: "Far too hot." }];
    expect(
      resource([provider("acme", { validateConfig })]).validate({
        provider: "acme",
        temperature: 3,
        seed: "",
      }),
    ).toMatchObject([{ message: "Far too hot." }, { path: ["seed"] }]);
  });

  it.each([{ model: "gpt-5-mini" }, { provider: 3 }, 3])("tells that %o names no provider", (reference) => {
    const llm = resource([provider("openai")]);
    expect(llm.validate(reference as never)).toEqual([
      {
        path: ["provider"],
        message: "The config of a model names no provider.",
        hint: 'Write { provider: "openai", model: "…" }. Given: openai.',
      },
    ]);
  });

  it("tells that there is neither a model nor a provider, with the ways to one", () => {
    expect(resource([]).validate()).toMatchObject([
      {
        message: "No model was named, and no llm provider was given.",
        hint: expect.stringMatching(/llm-openai.*llm-offline.*withLlm\(\)/),
      },
    ]);
  });

  it("tells the defects of a config, those that only the provider knows with them", () => {
    const validateConfig: ProviderFactory["validateConfig"] = (_config, { env }) =>
      env.ACME_KEY === undefined ? [{ path: ["apiKey"], message: "missing", hint: "Set ACME_KEY." }] : [];
    const acme = provider("acme", { validateConfig });
    expect(resource([acme]).validate({ provider: "acme", temperature: 3 })).toMatchObject([
      { path: ["apiKey"] },
      { path: ["temperature"] },
    ]);
    expect(resource([acme]).validate("acme:x")).toEqual([
      { path: ["apiKey"], message: "missing", hint: "Set ACME_KEY." },
    ]);
    expect(resource([acme], { env: { ACME_KEY: "k" } }).validate("acme:x")).toEqual([]);
  });
});

describe("describe()", () => {
  it("says what the provider says, or the id", () => {
    const acme = provider("acme", { describe: () => "large at acme.example" });
    expect(resource([acme]).describe("acme:large")).toBe("large at acme.example");
    expect(resource([provider("plain")]).describe("plain:large")).toBe("plain:large");
    expect(resource([]).describe(new InvokeOnlyModel(() => Promise.reject(new Error("unused"))))).toBe(
      "invoke-only",
    );
  });
});

describe("close()", () => {
  it("closes each model it made, once, and none that it was given", async () => {
    const openai = provider("openai");
    const ready: ChatModel & { close?: () => void; closed?: boolean } = new DirectModel(answering([]));
    ready.close = () => {
      ready.closed = true;
    };
    await using llm = resource([openai], { model: "openai:a" });
    await Promise.all([llm.model(), llm.model("b"), llm.model(ready)]);
    await Promise.all([llm.close(), llm.close()]);
    expect(openai.models.map((model) => model.closed)).toEqual([1, 1]);
    expect(ready.closed).toBeUndefined();
  });

  it("waits for calls in flight", async () => {
    let answer: () => void = () => undefined;
    const slow = new DirectModel(async () => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return { text: "done", toolCalls: [], finishReason: { unified: "stop" } };
    });
    const llm = resource([], { model: slow });
    const order: string[] = [];
    const call = llm.bind(createTestRun().binding).generate("hi");
    await expect.poll(() => slow.directCalls.length).toBe(1);
    const generating = call.then(() => order.push("answered"));
    const closing = llm.close().then(() => order.push("closed"));
    answer();
    await Promise.all([generating, closing]);
    expect(order).toEqual(["answered", "closed"]);
  });

  it("closes the other models when one refuses, and tells what it threw", async () => {
    const openai = provider("openai");
    const llm = resource([openai]);
    const [first] = await Promise.all([llm.model("a"), llm.model("b")]);
    Object.assign(first, { close: () => Promise.reject(new Error("stuck")) });
    await expect(llm.close()).rejects.toThrow("stuck");
    expect(openai.models[1]?.closed).toBe(1);
  });

  it("aborts a model that is still being made", async () => {
    const stuck = provider("stuck", {
      create: (_config, { signal }) =>
        new Promise((_resolve, reject) =>
          signal?.addEventListener("abort", () => reject(new Error("gave up"))),
        ),
    });
    const llm = resource([stuck], { model: "stuck:x" });
    const making = expect(llm.model()).rejects.toThrow("gave up");
    await llm.close();
    await making;
  });

  it("makes every later use reject", async () => {
    const llm = resource([provider("openai")]);
    await llm.close();
    await expect(llm.model("openai:a")).rejects.toMatchObject({ code: "RESOURCE_CLOSED" });
    await expect(llm.bind(createTestRun().binding).generate("hi")).rejects.toMatchObject({
      code: "RESOURCE_CLOSED",
    });
  });
});
