import { expect, it } from "vitest";
import { calculator, clock, createToolCatalog, runTool, unitConverter } from "./index.ts";

it("runs the quick start", async () => {
  const tools = createToolCatalog([calculator(), clock(), unitConverter()]);
  expect(tools.definitions().map(({ name }) => name)).toEqual(["calculator", "clock", "unit_converter"]);
  const { signal } = new AbortController();
  const result = await runTool(tools.get("calculator"), { expression: "12 * 7" }, { signal });
  expect(result.content).toBe('{"expression":"12 * 7","result":84}');
});
