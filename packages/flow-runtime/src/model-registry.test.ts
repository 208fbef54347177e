import { expect, test } from "vitest";
import { z } from "zod";
import { codeOf, thrownCode } from "./held-node.test-helper.ts";
import { createFlow, ModelRegistry, node } from "./index.ts";

const asked = <Name extends string>(name: Name) =>
  node({ name, policy: { validate: "both" } }, (value: number) => value);

test("a registry supplies schemas for nodes that have none of their own", async () => {
  const registry = new ModelRegistry().register("a", { input: z.coerce.number() as z.ZodType });
  await using flow = createFlow({ edges: [asked("a").to()], registry });
  expect(await flow.call("7" as never)).toBe(7);
});

test("schemas in both places are refused when the flow is made, naming the nodes, sorted", () => {
  const b = node({ name: "b", input: z.number() }, (value) => value);
  const a = node({ name: "a", input: z.number() }, (value) => value);
  const registry = new ModelRegistry().register("b", {}).register("a", {});
  const make = () => createFlow({ edges: [b.to(a)], registry });
  expect(thrownCode(make)).toBe("INVALID_FLOW");
  expect(make).toThrow('schemas for "a", "b", which have their own, too');
});

test("a second entry for a node is refused, naming all there are, sorted", () => {
  const registry = new ModelRegistry().register("b", {}).register("a", {});
  expect(thrownCode(() => registry.register("b", {}))).toBe("DUPLICATE_MODEL");
  try {
    registry.register("b", {});
  } catch (error) {
    expect(error).toMatchObject({ hint: "Register each node once. It has a, b." });
  }
});

test("nodes that the registry lacks are told when the flow runs, sorted", () => {
  const flow = createFlow({ edges: [asked("b").to(asked("a"))], registry: new ModelRegistry() });
  expect(thrownCode(() => flow.run())).toBe("UNKNOWN_MODEL");
  expect(() => flow.run()).toThrow('the policy of "a", "b" says validate');
});

test("entries for nodes that the flow has not are told when it runs, sorted", () => {
  const registry = new ModelRegistry().register("z", {}).register("a", {}).register("y", {});
  const flow = createFlow({ edges: [node({ name: "a" }, () => 1).to()], registry });
  expect(thrownCode(() => flow.run())).toBe("UNKNOWN_MODEL");
  expect(() => flow.run()).toThrow("has schemas for y, z, which are no nodes of it");
});

test("a failed run() leaves the flow runnable: once the registry is complete it runs", async () => {
  const registry = new ModelRegistry();
  await using flow = createFlow({ edges: [asked("a").to()], registry });
  expect(await codeOf(flow.call(1))).toBe("UNKNOWN_MODEL");
  expect(flow.isRunning).toBe(false);
  registry.register("a", { input: z.number() as z.ZodType });
  flow.run();
  expect(await flow.call(1)).toBe(1);
});
