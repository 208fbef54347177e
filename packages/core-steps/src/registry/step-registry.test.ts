import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AnyStepStrategy, createEmptyStepRegistry, createStepRegistry } from "../index.ts";

const strategy = (name: string): AnyStepStrategy => ({
  name,
  configSchema: z.object({}),
  createStep: () => () => undefined,
  nodeName: (index) => `${name}_${index}`,
});

describe("a step registry", () => {
  it("has the built-in types", () => {
    expect(createStepRegistry().list()).toEqual([
      "agent",
      "branch",
      "chain-of-thought",
      "custom",
      "flow",
      "llm",
      "map",
      "memory-retrieval",
      "parallel",
      "plan-and-execute",
      "react",
      "tool",
      "tools-loop",
    ]);
  });

  it("says of an unknown type what is registered and what is nearest", () => {
    expect(() => createStepRegistry().get("lmm")).toThrow(
      expect.objectContaining({
        code: "UNKNOWN_STEP_TYPE",
        message: "Unknown step type: lmm",
        hint: expect.stringContaining(
          'Did you mean "llm"? Known: agent, branch, chain-of-thought, custom, flow, llm, map,',
        ),
      }),
    );
  });

  it("registers one strategy under several names", () => {
    const registry = createEmptyStepRegistry();
    const shared = strategy("a");
    registry.register(shared);
    registry.register("b", shared);
    expect(registry.get("b")).toBe(registry.get("a"));
  });

  it("refuses a duplicate unless it overrides", () => {
    const registry = createEmptyStepRegistry();
    registry.register(strategy("a"));
    expect(() => registry.register(strategy("a"))).toThrow(
      expect.objectContaining({ code: "DUPLICATE_STEP_TYPE" }),
    );
    const other = strategy("a");
    registry.register(other, { override: true });
    expect(registry.get("a")).toBe(other);
    registry.register("a", strategy("x"), { override: true });
    expect(registry.get("a").name).toBe("x");
  });

  it("names every member that a strategy lacks", () => {
    const registry = createEmptyStepRegistry();
    expect(() => registry.register({ name: "half" } as never)).toThrow(
      expect.objectContaining({
        code: "INCOMPLETE_STRATEGY",
        details: { missing: ["configSchema", "createStep", "nodeName"] },
      }),
    );
    expect(() => registry.register(null as never)).toThrow(
      expect.objectContaining({ code: "INCOMPLETE_STRATEGY" }),
    );
    expect(() => registry.register("named", {} as never)).toThrow(/named lacks/);
  });

  it("keeps what a child registers in the child", () => {
    const parent = createStepRegistry();
    const child = parent.child();
    child.register(strategy("own"));
    const shadow = strategy("llm");
    child.register(shadow);
    expect(child.list()).toContain("own");
    expect(child.get("llm")).toBe(shadow);
    expect(child.has("tool")).toBe(true);
    expect(parent.has("own")).toBe(false);
    expect(parent.get("llm")).not.toBe(shadow);
  });

  it("gives the parent's type back when the child's is removed", () => {
    const child = createStepRegistry().child();
    child.register(strategy("llm"));
    expect(child.unregister("llm")).toBe(true);
    expect(child.unregister("llm")).toBe(false);
    expect(child.get("llm").nodeName(0)).toBe("llm_step_0");
  });

  it("loses nothing when plugins register at the same time", async () => {
    const registry = createEmptyStepRegistry();
    const names = Array.from({ length: 100 }, (_, index) => `plugin-${index}`);
    await Promise.all(
      names.map(async (name) => {
        await Promise.resolve();
        registry.register(strategy(name));
      }),
    );
    expect(registry.list()).toEqual([...names].sort());
  });
});
