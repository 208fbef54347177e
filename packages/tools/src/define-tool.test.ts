import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineTool } from "./define-tool.ts";
import { isTool, type Tool } from "./tool.ts";
import { createToolCatalog } from "./tool-catalog.ts";
import { toToolDefinition } from "./tool-definition.ts";

const echo = (name = "echo") =>
  defineTool({
    name,
    description: "Says it again.",
    input: z.object({ text: z.string().describe("What to say"), times: z.number().default(1) }),
    execute: ({ text, times }) => text.repeat(times),
  });

describe("defineTool", () => {
  it("infers the input, and freezes the tool", () => {
    expect(Object.isFrozen(echo())).toBe(true);
    expect(isTool(echo())).toBe(true);
  });

  it.each([
    ["a name with a space", { name: "two words" }],
    ["a name of 65 characters", { name: "x".repeat(65) }],
    ["no description", { description: " " }],
    ["a schema that is no object", { input: z.string() }],
    ["no function", { execute: undefined }],
    ["a timeout of nothing", { timeoutMs: 0 }],
    ["a timeout that is no number", { timeoutMs: Number.NaN }],
  ])("refuses %s", (_what, part) => {
    const broken = { ...echo(), ...part } as unknown as Tool;
    expect(() => defineTool(broken)).toThrowError(expect.objectContaining({ code: "TOOL_INVALID" }));
  });

  it.each([undefined, null, "tool", {}, { ...echo(), input: {} }])("knows that %j is no tool", (value) => {
    expect(isTool(value)).toBe(false);
  });
});

describe("toToolDefinition", () => {
  it("is what a model is told, made once", () => {
    const tool = echo();
    expect(toToolDefinition(tool)).toEqual({
      name: "echo",
      description: "Says it again.",
      parameters: {
        type: "object",
        properties: {
          text: { type: "string", description: "What to say" },
          times: { type: "number", default: 1 },
        },
        required: ["text"],
      },
    });
    expect(toToolDefinition(tool)).toBe(toToolDefinition(tool));
  });

  it("refuses a schema that JSON has no word for", () => {
    const input = z.object({ when: z.date() });
    const tool = defineTool({ name: "x", description: "x", input, execute: () => "" });
    expect(() => toToolDefinition(tool)).toThrowError(expect.objectContaining({ code: "TOOL_INVALID" }));
  });
});

describe("createToolCatalog", () => {
  it("finds tools by name and lists them in order", () => {
    const catalog = createToolCatalog([echo("b"), echo("a")]);
    expect(catalog.names).toEqual(["b", "a"]);
    expect(catalog.has("a")).toBe(true);
    expect(catalog.get("a").name).toBe("a");
    expect([...catalog].map(({ name }) => name)).toEqual(["b", "a"]);
    expect(catalog.definitions().map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it("refuses two tools of one name", () => {
    expect(() => createToolCatalog([echo(), echo()])).toThrowError(
      expect.objectContaining({ code: "TOOL_DUPLICATE" }),
    );
  });

  it("names the nearest tool when one is unknown", () => {
    expect(() => createToolCatalog([echo(), echo("clock")]).get("ecko")).toThrowError(
      expect.objectContaining({ code: "TOOL_NOT_FOUND", hint: 'Did you mean "echo"? Known: clock, echo.' }),
    );
  });

  it("keeps what an instance of a class has from its class", async () => {
    class Greeter {
      readonly input = z.object({ name: z.string() });
      readonly #greeting = "Hello";
      get name() {
        return "greet";
      }
      get description() {
        return "Greets.";
      }
      execute({ name }: { name: string }) {
        return `${this.#greeting} ${name}`;
      }
    }
    const tool = defineTool(new Greeter());
    expect([tool.name, tool.description]).toEqual(["greet", "Greets."]);
    const { signal } = new AbortController();
    const scope = { tenantId: "local", userId: "ada", agentId: "test" };
    const context = { signal, invokeOptions: { scope, signal }, resource: () => undefined as never };
    expect(await tool.execute({ name: "Ada" }, context)).toBe("Hello Ada");
  });
});
