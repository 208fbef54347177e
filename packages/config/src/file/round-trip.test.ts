import fc from "fast-check";
import { expect, it } from "vitest";
import { stringify } from "yaml";
import { messagesOf, yaml } from "./file-fixtures.test-helper.ts";
import { parseAgentConfig } from "./index.ts";

/** Texts that a file says as they are: without a variable, and what may stand in a file at all. */
const text = fc
  .oneof(
    fc.string({ minLength: 1, unit: "grapheme" }),
    fc.constantFrom("true", "1", "null", "~", "a: b", "- x", "# y", "é\n  z ", " ", "0x1"),
  )
  // biome-ignore lint/suspicious/noControlCharactersInRegex: neither YAML nor JSON may have these
  .filter((value) => !/\$\{|[\u0000-\u0008\u000b-\u001f\u007f]|\ufeff/.test(value) && value.isWellFormed());

const llmStep = fc.record(
  {
    step: fc.constant("llm"),
    promptTemplate: text,
    temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    as: text,
    timeoutMs: fc.integer({ min: 1, max: 1e6 }),
  },
  { requiredKeys: ["step"] },
);
const nested = fc.record({
  step: fc.constant("parallel"),
  branches: fc.dictionary(
    fc.constantFrom("a", "b c", "1"),
    fc.array(llmStep, { minLength: 1, maxLength: 2 }),
    { minKeys: 1 },
  ),
});

const file = fc.record(
  {
    name: text,
    version: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)).map((parts) => parts.join(".")),
    description: text,
    llm: fc.record({ provider: fc.constant("offline"), seed: fc.integer(), apiKey: text }),
    limits: fc.record(
      { maxIterations: fc.integer({ min: 1 }), timeoutMs: fc.double({ min: 1, max: 1e9, noNaN: true }) },
      { requiredKeys: [] },
    ),
    steps: fc.array(fc.oneof(llmStep, nested), { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ["steps"] },
);

const load = async (written: string, format: "yaml" | "json") =>
  (await parseAgentConfig(written, { format, env: {} })).config;

it("loads the same from YAML and from JSON, whatever the data", async () => {
  await fc.assert(
    fc.asyncProperty(file, async (data) => {
      const fromJson = await load(JSON.stringify(data), "json");
      expect(await load(stringify(data), "yaml")).toEqual(fromJson);
      expect(await load(JSON.stringify(data, null, "\t"), "json")).toEqual(fromJson);
      expect(fromJson).toMatchObject({ ...data, steps: data.steps.map(({ step }) => ({ step })) });
    }),
    { numRuns: 60 },
  );
});

const VALID = `name: support
llm: { provider: offline, temperature: 0.5 }
memory: &m { type: conversation, window: { maxMessages: 9 } }
steps:
  - step: llm
    promptTemplate: "Draft {input} for \${NAME:-you}"
  - step: branch
    on: draft
    cases:
      yes: [{ step: llm, promptTemplate: 'Say yes.' }]
limits: { maxIterations: 3 }
`;

const piece = fc.constantFrom(
  "{",
  "}",
  "[",
  "]",
  ":",
  "- ",
  "&m ",
  "*m",
  "!x ",
  "|",
  ">",
  '"',
  "'",
  "${",
  "}",
  "#",
  "\n",
  "\t",
  "? ",
  "---\n",
  "%",
  "@",
  "<<: *m",
  "\u0000",
  "é",
  "__proto__: 1\n",
);
const edit = fc.record({
  at: fc.nat(VALID.length),
  take: fc.nat(12),
  put: fc.oneof(piece, fc.string({ maxLength: 6 })),
});

it("throws nothing without a code and takes no longer than a bound, however a file is broken", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
      const broken = edits.reduce(
        (now, { at, take, put }) => now.slice(0, at) + put + now.slice(at + take),
        VALID,
      );
      const start = performance.now();
      // Whatever else is thrown than a CONFIG_FILE_INVALID is thrown on.
      const messages = await messagesOf(yaml(broken));
      expect(messages.every((message) => message.length > 0)).toBe(true);
      expect(performance.now() - start).toBeLessThan(3_000);
    }),
    { numRuns: 400 },
  );
});
