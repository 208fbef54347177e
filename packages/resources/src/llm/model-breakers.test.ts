import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { loadCockatiel } from "../breaker/load-cockatiel.ts";
import type { ProviderFactory } from "../provider-factory.ts";
import { createProviderRegistry } from "../provider-registry.ts";
import { createRetryBudget } from "../retry-budget.ts";
import { createLlmResource } from "./create-llm-resource.ts";
import { failure, saying, settle, setUp, throwing } from "./fallback.test-helper.ts";
import { answering, DirectModel } from "./foreign-models.test-helper.ts";
import { loadLangChain } from "./langchain.ts";
import { createTestRun } from "./llm-binding.test-helper.ts";

// Loading takes real time, in which a clock that only tests move would have gone by.
beforeAll(async () => void (await Promise.all([loadLangChain(), loadCockatiel()])));

describe("breakers", () => {
  it("alone: after five failures a call fails at once and says until when; one probe closes it again", async () => {
    let isDown = true;
    const model = new DirectModel(async (...call) => {
      if (isDown) throw failure("MODEL_UNAVAILABLE");
      return answering(["back"])(...call);
    });
    const { clock, run, llm, generate } = setUp([model]);
    for (let call = 0; call < 5; call++)
      await expect(generate()).rejects.toMatchObject({ code: "MODEL_UNAVAILABLE" });
    await expect(generate()).rejects.toMatchObject({ code: "CIRCUIT_OPEN", details: { openUntil: 30_000 } });
    expect(model.directCalls).toHaveLength(5);
    expect(llm.breakers()).toEqual([{ name: "streaming", state: "open", failures: 5, openUntil: 30_000 }]);
    isDown = false;
    await clock.advance(30_000);
    expect((await generate()).content).toBe("back");
    expect(llm.breakers()).toEqual([{ name: "streaming", state: "closed", failures: 0 }]);
    const changes = run.events.flatMap((event) => (event.type === "breaker-changed" ? [event.state] : []));
    expect(changes).toEqual(["open", "half-open", "closed"]);
  });

  it("stop the retries of the call that opens them", async () => {
    const model = throwing("MODEL_UNAVAILABLE");
    const { clock, generate } = setUp([model], { retry: { maxRetries: 9 }, breaker: { failures: 3 } }, 20);
    expect(await settle(clock, generate())).toMatchObject({ reason: { code: "MODEL_UNAVAILABLE" } });
    expect(model.directCalls).toHaveLength(3);
  });

  it.each(["MODEL_BAD_REQUEST", "MODEL_CONTEXT_TOO_LONG", "MODEL_CONTENT_FILTERED", "MODEL_FAILED"])(
    "do not count %s",
    async (code) => {
      const { llm, generate } = setUp([throwing(code)]);
      for (let call = 0; call < 8; call++) await expect(generate()).rejects.toMatchObject({ code });
      expect(llm.breakers()).toMatchObject([{ state: "closed", failures: 0 }]);
    },
  );

  it("do not count a stop, whatever the signal's reason looks like", async () => {
    const { run, llm, generate } = setUp([new DirectModel(() => new Promise(() => undefined))]);
    const work = generate();
    run.controller.abort(new DOMException("took too long", "TimeoutError"));
    await expect(work).rejects.toThrow("took too long");
    expect(llm.breakers()).toMatchObject([{ state: "closed", failures: 0 }]);
  });

  it("are one for a provider, model, base URL and key, whatever else their configs say, and never show a key", async () => {
    const factory: ProviderFactory<"llm"> = {
      category: "llm",
      name: "acme",
      configSchema: z.looseObject({}),
      create: async () => throwing("MODEL_UNAVAILABLE"),
    };
    const baseURL = "https://user:secret@acme.test/v1?key=secret";
    const llm = createLlmResource({
      registry: createProviderRegistry([factory]),
      env: {},
      retry: { maxRetries: 0 },
    });
    const handle = llm.bind(createTestRun().binding);
    for (const config of [{ temperature: 0 }, { temperature: 1 }, { baseURL }, { baseURL, temperature: 1 }])
      await handle
        .generate("hi", { model: { provider: "acme", model: "m", ...config } })
        .catch(() => undefined);
    expect(llm.breakers()).toMatchObject([
      { name: "acme:m", failures: 2 },
      { name: "acme:m at acme.test", failures: 2 },
    ]);
  });
});

describe("the breaker of a key that is refused", () => {
  const factory: ProviderFactory<"llm"> = {
    category: "llm",
    name: "acme",
    configSchema: z.looseObject({}),
    create: async (config) =>
      (config as { apiKey?: string }).apiKey === "used up"
        ? throwing("MODEL_QUOTA_EXCEEDED")
        : saying("fine"),
  };
  const withKey = (apiKey: string) => ({ provider: "acme", model: "m", apiKey });

  it("stands in nobody else's way, neither of another call nor of the next key of a list", async () => {
    const run = createTestRun({ retryBudget: createRetryBudget(20) });
    const registry = createProviderRegistry([factory]);
    const llm = createLlmResource({ registry, env: {}, retry: { maxRetries: 0 }, breaker: { failures: 2 } });
    const handle = llm.bind(run.binding);
    const generate = (model: ReturnType<typeof withKey> | ReturnType<typeof withKey>[]) =>
      handle.generate("hi", { model }).then(
        ({ content }) => content,
        ({ code }) => code,
      );
    const bad = withKey("used up");
    expect([await generate(bad), await generate(bad), await generate(bad)]).toEqual([
      "MODEL_QUOTA_EXCEEDED",
      "MODEL_QUOTA_EXCEEDED",
      "CIRCUIT_OPEN",
    ]);
    expect(await generate(withKey("good"))).toBe("fine");
    expect(await generate([bad, withKey("other")])).toBe("fine");
    expect(JSON.stringify(llm.breakers())).not.toContain("used up");
  });
});
