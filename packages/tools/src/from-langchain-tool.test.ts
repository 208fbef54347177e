import { DynamicTool, tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fromLangChainTool } from "./from-langchain-tool.ts";
import { runTool } from "./run-tool.ts";
import { toToolDefinition } from "./tool-definition.ts";

const signal = new AbortController().signal;

describe("fromLangChainTool", () => {
  it("runs a tool with a zod schema, transforming its input once", async () => {
    const schema = z.object({ word: z.string().transform((word) => `${word}!`) });
    const shout = fromLangChainTool(
      tool(({ word }) => word, { name: "shout", description: "Shouts.", schema }),
    );
    expect(toToolDefinition(shout).parameters).toMatchObject({
      properties: { word: { type: "string" } },
      required: ["word"],
    });
    expect(await runTool(shout, { word: "hey" }, { signal })).toMatchObject({ ok: true, value: "hey!" });
    const refused = await runTool(shout, { word: 1 }, { signal });
    expect(refused).toMatchObject({ ok: false, error: { code: "TOOL_INVALID_ARGUMENTS" } });
    expect(refused.content).toContain("word: ");
  });

  it("runs a tool with a JSON Schema and shows it to the model as it is", async () => {
    const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] } as const;
    const twice = fromLangChainTool(
      tool((input) => String((input as { n: number }).n * 2), {
        name: "twice",
        description: "Doubles.",
        schema,
      }),
    );
    expect(toToolDefinition(twice).parameters).toEqual(schema);
    expect(await runTool(twice, { n: 4 }, { signal })).toMatchObject({ ok: true, value: "8" });
  });

  it("runs a plain text tool", async () => {
    const func = async (text: string) => text.toUpperCase();
    const upper = fromLangChainTool(new DynamicTool({ name: "upper", description: "Upper case.", func }));
    expect(await runTool(upper, { input: "hey" }, { signal })).toMatchObject({ ok: true, value: "HEY" });
  });

  it("hands the signal of the call on", async () => {
    const seen = Promise.withResolvers<AbortSignal | undefined>();
    const wait = fromLangChainTool(
      tool(
        (_input, config) => {
          seen.resolve(config.signal);
          return new Promise<string>(() => {});
        },
        { name: "wait", description: "Waits.", schema: z.object({}) },
      ),
    );
    const controller = new AbortController();
    const result = runTool(wait, {}, { signal: controller.signal });
    const inner = await seen.promise;
    controller.abort(new Error("stop"));
    await expect(result).rejects.toThrow("stop");
    expect(inner?.aborted).toBe(true);
  });

  it("refuses what has no schema that a model could be shown", () => {
    const bare = { name: "bare", description: "Bare.", schema: undefined, invoke: async () => "" };
    expect(() => fromLangChainTool(bare)).toThrowError(expect.objectContaining({ code: "TOOL_INVALID" }));
  });
});
