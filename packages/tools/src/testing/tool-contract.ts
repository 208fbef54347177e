import { describe, expect, it } from "vitest";
import { type RunToolOptions, runTool } from "../run-tool.ts";
import { isTool, type Tool } from "../tool.ts";
import { toToolDefinition } from "../tool-definition.ts";

/** A call that the suite makes, and what must come of it. */
export interface ToolExample {
  /** As a model would write them. */
  readonly arguments: unknown;
  /** What the tool returns. Default: any value. */
  readonly value?: unknown;
  /** The code of the error instead of a value; a code of what the tool threw counts too. */
  readonly errorCode?: string;
}

export interface ToolContractOptions {
  /** At least one that succeeds. */
  readonly examples: readonly ToolExample[];
  /** What `context.resource(key)` gives, for a tool that asks for one. Default: nothing, TOOL_NEEDS_RUN. */
  readonly resource?: RunToolOptions["resource"];
}

/** What every tool must hold; run it in a test file of your own. Needs vitest. */
export function toolContract(tool: Tool, { examples, resource }: ToolContractOptions): void {
  const signal = new AbortController().signal;
  const given = resource === undefined ? {} : { resource };
  describe(`tool contract: ${tool.name}`, () => {
    it("has the shape of a tool and a name that vendors accept", () => {
      expect(isTool(tool)).toBe(true);
      expect(tool.name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
      expect(tool.description.trim()).not.toBe("");
    });

    it("describes its arguments as a JSON Schema that survives JSON", () => {
      const { parameters } = toToolDefinition(tool);
      expect(parameters).toMatchObject({ type: "object" });
      expect(JSON.parse(JSON.stringify(parameters))).toEqual(parameters);
    });

    it.each(examples.map((example) => [JSON.stringify(example.arguments), example] as const))(
      "answers %s as its example says",
      async (_text, example) => {
        const result = await runTool(tool, example.arguments, { signal, ...given });
        expect(result.content).not.toBe("");
        if (example.errorCode !== undefined) return expect(codesOf(result)).toContain(example.errorCode);
        expect(result).toMatchObject({ ok: true });
        if ("value" in example) expect(result).toMatchObject({ value: example.value });
      },
    );

    it("refuses arguments that are no object, and says so to the model", async () => {
      const result = await runTool(tool, [1], { signal });
      expect(result).toMatchObject({ ok: false, error: { code: "TOOL_INVALID_ARGUMENTS" } });
    });

    it("rejects with the reason when the run has been stopped", async () => {
      const stopped = AbortSignal.abort(new Error("stopped"));
      const [example] = examples;
      await expect(runTool(tool, example?.arguments, { signal: stopped })).rejects.toThrow("stopped");
    });
  });
}

function codesOf(result: Awaited<ReturnType<typeof runTool>>): readonly unknown[] {
  if (result.ok) return [];
  return [result.error.code, (result.error.cause as { readonly code?: unknown } | undefined)?.code];
}
