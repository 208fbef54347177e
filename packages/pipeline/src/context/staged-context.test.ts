import { defineTool } from "@pergola/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineWorkflow, type StagedContext, type StagedFunction } from "../index.ts";
import { runWorkflow, type WorkflowRunOptions } from "../testing/index.ts";

/** Runs one step in think, and gives what it returned. */
async function inStep<T>(
  step: (context: StagedContext) => T,
  options: WorkflowRunOptions = {},
): Promise<Awaited<T>> {
  const ran = await runWorkflow(
    defineWorkflow({
      stages: {
        think: [{ name: "it", run: async (context) => ({ value: await step(context) }) }],
        deliver: [() => "done"],
      },
    }),
    options,
  );
  if (ran.failure !== undefined) throw ran.error;
  return (ran.results.it as { value: Awaited<T> }).value;
}

const failing = async (step: StagedFunction, options: WorkflowRunOptions = {}) =>
  (await runWorkflow(defineWorkflow({ stages: { think: [step] } }), options)).error;

describe("the context of a step", () => {
  it("says what the run is about", async () => {
    const seen = await inStep(
      ({ message, userId, sessionId, runId, stage, iteration, parameters, failure, response, signal }) => ({
        message,
        userId,
        sessionId,
        runId,
        stage,
        iteration,
        parameters,
        failure,
        response,
        isAborted: signal.aborted,
      }),
      { message: "Hi", userId: "eve", sessionId: "s" },
    );
    expect(seen).toEqual({
      message: "Hi",
      userId: "eve",
      sessionId: "s",
      runId: "run",
      stage: "think",
      iteration: 1,
      parameters: {},
      failure: undefined,
      response: undefined,
      isAborted: false,
    });
  });

  it("keeps values under any key, and tells what is there from what is not", async () => {
    const seen = await inStep(({ store, load, has, advanced }) => {
      store("__proto__", 1);
      store("constructor", undefined);
      return [
        load("__proto__"),
        has("constructor"),
        has("toString"),
        load("nothing"),
        Object.keys(advanced.results),
      ];
    });
    expect(seen).toEqual([1, true, false, undefined, ["__proto__", "constructor"]]);
  });

  it("calls a model with a system prompt, parameters and a purpose, or for a checked value", async () => {
    const Order = z.object({ id: z.number() });
    const options = { replies: ["plain", '{"id":7}', '{"id":"x"}'], maxIterations: 1 };
    let events: readonly unknown[] = [];
    const workflow = defineWorkflow({
      stages: {
        think: [
          async ({ callLlm, store }) => {
            store(
              "text",
              await callLlm("Hi", {
                system: "Be brief.",
                temperature: 0.2,
                maxTokens: 9,
                purpose: "greeting",
              }),
            );
            store("order", await callLlm("Which?", { output: Order }));
            await callLlm("Which?", { output: Order });
          },
        ],
        error: [({ load }) => void load("text")],
      },
    });
    const ran = await runWorkflow(workflow, options);
    events = ran.events.filter(({ type }) => type === "model-started");
    expect(ran.failure?.error.code).toBe("OUTPUT_INVALID");
    expect(events).toHaveLength(3);
    expect(events[0]).toMatchObject({
      purpose: "greeting",
      request: { temperature: 0.2, maxTokens: 9 },
    });
    expect(JSON.stringify(events[0])).toMatch(/Be brief\..*Hi/);
  });

  it("stops one call alone with its own signal, and the step may go on", async () => {
    const stop = new AbortController();
    const hanging = () => {
      setImmediate(() => stop.abort(new Error("not needed")));
      return { text: "x", hang: true };
    };
    const seen = await inStep(
      async ({ callLlm }) => [
        await callLlm("Hi", { signal: stop.signal }).catch((error: Error) => error.message),
        await callLlm("Again"),
      ],
      { replies: [hanging, "here"] },
    );
    expect(seen).toEqual(["not needed", "here"]);
  });

  it("finds and calls only the agent's tools, with checked arguments", async () => {
    const double = defineTool({
      name: "double",
      description: "Twice.",
      tags: ["math"],
      input: z.object({ n: z.number() }),
      execute: ({ n }) => n * 2,
    });
    const tools = [double];
    expect(
      await inStep(
        ({ discoverTools }) => [
          discoverTools().length,
          discoverTools({ tag: "math" })[0]?.name,
          discoverTools({ name: "x" }),
        ],
        { tools },
      ),
    ).toEqual([1, "double", []]);
    expect(await inStep(({ toolUse }) => toolUse("double", { n: 4 }), { tools })).toBe(8);
    expect(await failing(({ toolUse }) => toolUse("double", { n: "4" }), { tools })).toMatchObject({
      code: "TOOL_INVALID_ARGUMENTS",
    });
    expect(await failing(({ toolUse }) => toolUse("triple", {}), { tools })).toMatchObject({
      code: "TOOL_NOT_FOUND",
    });
    expect(await failing(({ queueToolUse }) => queueToolUse("triple", {}), { tools })).toMatchObject({
      code: "TOOL_NOT_FOUND",
    });
    expect(
      await inStep(
        ({ queueToolUse }) => [
          queueToolUse("double", { n: 1 }),
          queueToolUse("double", { n: 2 }),
          queueToolUse("double", { n: 3 }, { as: "three" }),
        ],
        { tools },
      ),
    ).toEqual(["double", "double_2", "three"]);
  });

  it("remembers for the user where there is a memory, and says so where there is none", async () => {
    const kept = new Map<string, unknown>();
    const memory = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: unknown) => kept.set(key, value),
      delete: async (key: string) => kept.delete(key),
    };
    const seen = await inStep(
      async ({ remember, memory: recall, forget }) => {
        await remember("name", "Ada");
        const known = [await recall("name"), await recall("age", 7)];
        await forget("name");
        return [...known, await recall("name")];
      },
      { resources: { memory } },
    );
    expect(seen).toEqual(["Ada", 7, undefined]);
    const without: readonly StagedFunction[] = [
      ({ remember }) => remember("x", 1),
      ({ memory: recall }) => recall("x"),
      ({ forget }) => forget("x"),
    ];
    for (const step of without)
      expect(await failing(step)).toMatchObject({ code: "USER_MEMORY_NOT_CONFIGURED" });
  });

  it("has a conversation that steps add to", async () => {
    const seen = await inStep(
      ({ say, conversation }) => {
        say("a thought");
        return conversation();
      },
      {
        message: "Hi",
      },
    );
    expect(seen).toEqual([
      { role: "user", content: "Hi" },
      { role: "assistant", content: "a thought" },
    ]);
  });

  it("gives resources, and the logger and the metrics by name", async () => {
    const seen = await inStep(
      ({ getResource, logger }) => [
        getResource("shop"),
        getResource("logging") === logger,
        typeof (getResource("metrics") as { record: unknown }).record,
      ],
      { resources: { shop: 7 } },
    );
    expect(seen).toEqual([7, true, "function"]);
    expect(await failing(({ getResource }) => getResource("nothing"))).toMatchObject({
      code: "RESOURCE_NOT_FOUND",
    });
    expect(
      await failing(({ callLlm }) => callLlm("x", { resource: "shop" }), { resources: { shop: 7 } }),
    ).toMatchObject({ code: "NOT_A_MODEL" });
  });

  it("takes only text as the response", async () => {
    const workflow = defineWorkflow({
      stages: { deliver: [({ setResponse }) => setResponse({ text: "x" } as never)] },
    });
    expect((await runWorkflow(workflow)).error).toMatchObject({ code: "RESPONSE_NOT_TEXT" });
  });

  it("ends with its step: what goes on behind its back can change nothing", async () => {
    let kept: StagedContext | undefined;
    const workflow = defineWorkflow({
      stages: {
        think: [
          (context) => {
            kept = context;
          },
        ],
        deliver: [
          () => {
            for (const use of [
              () => kept?.store("x", 1),
              () => kept?.setResponse("y"),
              () => kept?.say("z"),
              () => kept?.advanced,
            ])
              expect(use).toThrow(expect.objectContaining({ code: "STEP_OVER" }));
            return "done";
          },
        ],
      },
    });
    const { response, results } = await runWorkflow(workflow);
    expect(response).toBe("done");
    expect(results).toEqual({ deliver_1: "done" });
  });

  it("stops with the run", async () => {
    const stop = new AbortController();
    const workflow = defineWorkflow({
      stages: {
        think: [
          ({ store }) => {
            stop.abort(new Error("enough"));
            store("x", 1);
          },
        ],
        error: [({ setResponse }) => setResponse("never")],
      },
    });
    await expect(runWorkflow(workflow, { signal: stop.signal })).rejects.toThrow("enough");
  });
});
