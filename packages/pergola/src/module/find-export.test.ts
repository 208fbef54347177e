import { createFlow, node } from "@pergola/flow-runtime";
import { expect, test } from "vitest";
import { DESCRIBABLE, FLOW } from "./expected-export.ts";
import { findExport } from "./find-export.ts";

const makeFlow = () => createFlow({ edges: [node({ name: "same" }, (value: number) => value).to()] });
const flow = makeFlow();
const other = makeFlow();
const agent = { describe: () => ({ name: "helper", kind: "agent" as const, nodes: [], edges: [] }) };

const find = (exports: Record<string, unknown>, exportName?: string) =>
  findExport(exports, { file: "flow.ts", exportName, importTimeoutMs: 1_000 }, FLOW);

test("the named export is taken, whatever else there is", async () => {
  expect(await find({ flow, other, default: other }, "flow")).toBe(flow);
  expect(await find({ flow: Promise.resolve(flow) }, "flow")).toBe(flow);
});

test("else the default export, else the only flow, also under two names", async () => {
  expect(await find({ flow, default: other })).toBe(other);
  expect(await find({ a: 1, flow, same: flow, agent, make: makeFlow })).toBe(flow);
  expect(await find({ flow, default: { flow } })).toBe(flow);
});

test("a function makes it when it is named or the default export", async () => {
  expect(await find({ make: () => flow }, "make")).toBe(flow);
  expect(await find({ make: async () => flow }, "make")).toBe(flow);
  expect(await find({ default: () => flow })).toBe(flow);
});

test("no other function is called, nor the default one when there is a flow", async () => {
  const deploy = () => expect.fail("It was called.");
  expect(await find({ flow, default: deploy })).toBe(flow);
  await expect(find({ deploy })).rejects.toMatchObject({
    code: "NO_FLOW_EXPORTED",
    hint: "If a function makes it, name it, for example --export deploy.",
  });
});

test("an agent can be drawn, and is no flow", async () => {
  const source = { file: "flow.ts", exportName: undefined, importTimeoutMs: 1_000 };
  expect(await findExport({ agent }, source, DESCRIBABLE)).toBe(agent);
  await expect(findExport({ agent, flow }, source, DESCRIBABLE)).rejects.toMatchObject({
    code: "SEVERAL_FLOWS",
  });
});

class Maker {}
test.each<[string, Record<string, unknown>, string | undefined, string, string]>([
  ["nothing", {}, undefined, "NO_FLOW_EXPORTED", "flow.ts exports nothing; expected a flow."],
  ["no flow", { a: 1, b: null }, undefined, "NO_FLOW_EXPORTED", "flow.ts exports a, b; expected a flow."],
  ["two", { flow, other }, undefined, "SEVERAL_FLOWS", "exports 2 that fit: flow, other; expected one."],
  ["no such name", { flow }, "toString", "EXPORT_NOT_FOUND", 'flow.ts has no export "toString".'],
  ["a number", { a: 1 }, "a", "NOT_A_FLOW", "a of flow.ts is a number; expected a flow."],
  ["null", { a: null }, "a", "NOT_A_FLOW", "a of flow.ts is null; expected a flow."],
  ["an agent", { agent }, "agent", "NOT_A_FLOW", 'something of kind "agent"; expected a flow.'],
  ["a maker of nothing", { make() {} }, "make", "NOT_A_FLOW", "make() of flow.ts is undefined"],
  ["a class", { Maker }, "Maker", "FLOW_MAKER_FAILED", "Maker() of flow.ts threw: Class constructor"],
  [
    "a maker that fails",
    { default: () => Promise.reject(new Error("no key")) },
    undefined,
    "FLOW_MAKER_FAILED",
    "default() of flow.ts threw: no key",
  ],
])("it is refused: %s", async (_, exports, exportName, code, message) => {
  await expect(find(exports, exportName)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
    hint: expect.stringMatching(/\.$/),
  });
});
