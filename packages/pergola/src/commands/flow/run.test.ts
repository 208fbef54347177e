import { expect, test } from "vitest";
import { type BinOptions, runBin, tempProject, WORDS } from "../../bin.test-helper.ts";

/** Flows that do not end by themselves, each with something open that keeps the process. */
const HANGING = `
import { createFlow, node } from "@pergola/flow-runtime";
setInterval(() => {}, 1_000);
const deaf = node({ name: "deaf" }, async (_: number, { emitChunk }) => {
  await emitChunk({ text: "begun" });
  await new Promise(() => {});
});
export const flow = createFlow({ edges: [deaf.to()] });
`;
const run = (files: Record<string, string>, args: readonly string[], options: Partial<BinOptions> = {}) =>
  runBin(["flow", "run", ...args], { cwd: tempProject(files), ...options });
const jsonLines = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("chunks are printed as they come and the result below them", async () => {
  expect(await run({ "words.ts": WORDS }, ["words.ts", '"one two three"'])).toEqual({
    code: 0,
    stdout: 'one, two, three, \n{\n  "words": 3\n}\n',
    stderr: "",
  });
});

test("with --json each item is a line, and the last one tells the end", async () => {
  const { code, stdout, stderr } = await run({ "words.ts": WORDS }, ["words.ts", "-", "--json"], {
    stdin: '"one two"',
  });
  expect(jsonLines(stdout)).toMatchObject([
    { type: "chunk", text: "one, ", nodeName: "count" },
    { type: "chunk", text: "two, " },
    { type: "result", value: { words: 2 } },
    { type: "end", outcome: "completed" },
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("a trace that fails tells code, message and hint", async () => {
  const files = {
    "boom.ts": `import { createFlow, node } from "@pergola/flow-runtime";
      const boom = node({ name: "boom" }, () => { throw new Error("no luck") });
      export const flow = createFlow({ edges: [boom.to()] });`,
  };
  const { code, stdout, stderr } = await run(files, ["boom.ts", "-5"]);
  expect(stderr).toMatch(/^error NODE_EXCEPTION: Node "boom" failed: no luck\n {2}hint: .+\n$/);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
});

test("--timeout ends the trace", async () => {
  const args = ["hanging.ts", "1", "--timeout", "50", "--json"];
  const { code, stdout } = await run({ "hanging.ts": HANGING }, args);
  expect(jsonLines(stdout).at(-1)).toMatchObject({
    type: "end",
    outcome: "deadline",
    error: { code: "DEADLINE_EXCEEDED" },
  });
  expect(code).toBe(1);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s cancels the trace", async (signal, exitCode) => {
  const { code, stdout, stderr } = await run({ "hanging.ts": HANGING }, ["hanging.ts", "1", "--json"], {
    onStdout: (text, child) => /^[^\n]*\n$/.test(text) && child.kill(signal), // Once: a second one would end it at once.
  });
  expect(jsonLines(stdout)).toMatchObject([
    { type: "chunk", text: "begun" },
    { type: "end", outcome: "cancelled", error: { code: "INTERRUPTED", details: { signal } } },
  ]);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "INTERRUPTED" } });
  expect(code).toBe(exitCode);
});

test("a reader that leaves ends the trace, and nobody is told", async () => {
  const files = {
    "endless.ts": `import { createFlow, node } from "@pergola/flow-runtime";
      const count = node({ name: "count" }, async (value: number, { emitChunk }) => {
        for (let next = value; ; next++) await emitChunk({ text: next + "\\n" });
      });
      export const flow = createFlow({ edges: [count.to()] });`,
  };
  const { code, stderr } = await run(files, ["endless.ts", "1"], { onStdout: (_, child) => child.leave() });
  expect({ code, stderr }).toEqual({ code: 141, stderr: "" });
});

test("a flow that waits for what can never come is told so at once", async () => {
  const { code, stdout, stderr } = await run(
    { "hanging.ts": HANGING.replace("setInterval(() => {}, 1_000);", "") },
    ["hanging.ts", "1", "--json"],
  );
  expect(jsonLines(stdout).at(-1)).toMatchObject({ type: "end", outcome: "cancelled" });
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "NOTHING_PENDING" } });
  expect(code).toBe(1);
});

test("what throws outside of the flow ends it", async () => {
  const files = {
    "hanging.ts": `${HANGING}setTimeout(() => { throw new Error("loose") }, 10);`,
  };
  const { code, stderr } = await run(files, ["hanging.ts", "1"]);
  expect(stderr).toContain("error UNCAUGHT_ERROR: Something threw outside of the flow: loose\n");
  expect(code).toBe(1);
});

test("the flow is closed at the end, and what is left open does not keep the process", async () => {
  const files = {
    "words.ts": `${WORDS}
      setInterval(() => {}, 1_000);
      flow.on((event) => event.type === "trace-settled" && console.error("settled"));
      Object.assign(flow, { close: () => { console.error("closed"); return flow.stop(); } });`,
  };
  const { code, stderr } = await run(files, ["words.ts", '"a"']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "settled\nclosed\n" });
});
