// What the compiler says of a mistake, as a user reads it. A new case is one line: the mistake, the code, and what the
// message must name. `pnpm exec vitest run test/types -u` records how it begins in pins/.
import { beforeAll, expect, test } from "vitest";
import { COMPILERS, type Compilation, type Compiler, compile } from "./compile.test-helper.ts";

const PREAMBLE = `import { AgentBuilder, createAgent } from "@pergola/builders";
import { z } from "zod";
const builder = new AgentBuilder(z.object({ name: z.string(), done: z.boolean().optional() }));
const agent = await builder.build();
`;

const mistakes: readonly (readonly [mistake: string, code: string, names: string])[] = [
  ["`as` names no key of the state", 'builder.withStep("llm", { as: "nmae" });', "nmae"],
  [
    "a template names no key of the state",
    'builder.withStep("llm", { promptTemplate: "Hello {nmae}" });',
    "The state has no key",
  ],
  [
    "a template of a step inside another one names no key of the state",
    'builder.withStep("parallel", { branches: { a: [{ step: "llm", config: { promptTemplate: "{nmae}" } }] } });',
    "The state has no key",
  ],
  [
    "an option is misspelt",
    'builder.withStep("llm", { temprature: 0.2 });',
    "Did you mean to write 'temperature'?",
  ],
  ["there is no such option", 'builder.withStep("llm", { prompt: "Hello" });', "prompt"],
  ["a temperature is text", 'builder.withStep("llm", { temperature: "warm" });', "number"],
  ["a limit is text", 'builder.withStep("tools-loop", { maxIterations: "5" });', "number"],
  ["a model is a number", "builder.withLlm(7);", "ModelReference"],
  ["a custom step has no function", 'builder.withStep("custom", {});', "'step'"],
  [
    "a custom step reads no key of the state",
    'builder.withStep("custom", { step: (state) => state.nmae });',
    "nmae",
  ],
  [
    "a custom step returns no key of the state",
    'builder.withStep("custom", { step: () => ({ nmae: "" }) });',
    "nmae",
  ],
  ["a step has no config", 'builder.withStep("llm");', "Expected 2 arguments"],
  [
    "the type of a memory is misspelt",
    'builder.withMemory({ type: "conversaton" });',
    "Did you mean '\"conversation\"'?",
  ],
  ["a run starts without a required key", "await agent.run({});", "'name'"],
  ["a run starts with an unknown key", 'await agent.run({ name: "Ada", nmae: "Ada" });', "nmae"],
  ["a result has no such key", '(await agent.run({ name: "Ada" })).nmae;', "nmae"],
  ["a part of a definition is misspelt", 'createAgent({ nmae: "Ada" });', "nmae"],
];

const right = 'builder.withStep("llm", { promptTemplate: "Hello {name}", temperature: 0.2, as: "name" });';

const fileOf = (index: number) => `mistake-${index}.ts`;
const source = (code: string) => `${PREAMBLE}${code}\nexport {};\n`;
const files = {
  "right.ts": source(right),
  ...Object.fromEntries(mistakes.map(([, code], index) => [fileOf(index), source(code)])),
};

const compiled = new Map<Compiler, Compilation>();
beforeAll(() => {
  for (const each of COMPILERS) compiled.set(each, compile(each, files, { skipLibCheck: true }));
}, 240_000);

const errorsIn = (compiler: Compiler, file: string) =>
  (compiled.get(compiler)?.errors ?? []).filter((error) => error.file === file).map(({ text }) => text);

const firstLine = (text: string) => text.split("\n")[0] ?? "";

test.each(COMPILERS)("%s takes what is right", (compiler) => {
  expect(errorsIn(compiler, "right.ts")).toEqual([]);
  expect(errorsIn(compiler, "")).toEqual([]);
});

test.each(
  COMPILERS.flatMap((compiler) => mistakes.map((each, index) => [compiler, ...each, index] as const)),
)("%s refuses it when %s", (compiler, _, code, names, index) => {
  const errors = errorsIn(compiler, fileOf(index));
  expect(errors, code).toHaveLength(1);
  expect(errors[0]).toContain(names);
});

test.each(COMPILERS)("%s begins with these words", async (compiler) => {
  const said = mistakes.map(([mistake, code], index) =>
    [`# ${mistake}`, code, ...errorsIn(compiler, fileOf(index)).map(firstLine), ""].join("\n"),
  );
  await expect(said.join("\n")).toMatchFileSnapshot(`pins/${compiler}.txt`);
});
