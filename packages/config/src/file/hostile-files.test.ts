// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are about them

import { describe, expect, it } from "vitest";
import { json, messagesOf, problemsOf, STEPS, yaml } from "./file-fixtures.test-helper.ts";

/** Of processor time, since the machine is shared. What is bounded takes a small part of it; what is not takes minutes. */
const BOUND_MS = 5_000;

async function within(loading: () => Promise<unknown>): Promise<readonly string[]> {
  const start = process.cpuUsage();
  const messages = await messagesOf(loading());
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000).toBeLessThan(BOUND_MS);
  return messages;
}

describe("a YAML file that means harm", () => {
  it("of aliases that repeat aliases is refused", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level}: &l${level} [${Array.from({ length: 10 }, () => (level === 0 ? "x" : `*l${level - 1}`)).join(", ")}]`,
    );
    const messages = await within(() => yaml(`${levels.join("\n")}\n${STEPS}`));
    expect(messages).toContain("The file has too many aliases.");
    const many = await within(() =>
      yaml(`${levels.join("\n")}\n${STEPS}`, {}, { limits: { maxAliases: 1e9 } }),
    );
    expect(many).toContain("The file has more than 20000 values, those that aliases repeat included.");
  });

  it("with 300 000 keys is refused", async () => {
    const keys = Array.from({ length: 300_000 }, (_, index) => `k${index}: 1`).join("\n");
    const limits = { maxBytes: 2 ** 24 };
    expect(await within(() => yaml(keys, {}, { limits }))).toEqual([
      "The file has more than 20000 values, those that aliases repeat included.",
    ]);
    expect(await within(() => yaml(keys))).toEqual(["The text is longer than 1048576 bytes."]);
    const text = `{${Array.from({ length: 300_000 }, (_, index) => `"k${index}":1`).join(",")}}`;
    expect(await within(() => json(text, {}, { limits }))).toEqual([
      "The file has more than 20000 values, those that aliases repeat included.",
    ]);
  });

  it.each([
    ["brackets", "[".repeat(200_000)],
    ["braces", "{".repeat(200_000)],
    ["dashes", "- ".repeat(200_000)],
    ["question marks", "? ".repeat(200_000)],
    ["indentation", Array.from({ length: 1_000 }, (_, level) => `${" ".repeat(level)}a:`).join("\n")],
  ])("nested by %s is refused", async (_, text) => {
    const messages = await within(() => yaml(text));
    expect(messages.some((message) => /nests deeper than|more than 20000 values/.test(message))).toBe(true);
  });

  it("nested deeper than can be followed is refused, whatever the limits", async () => {
    const limits = { maxDepth: 1e9, maxNodes: 1e9 };
    expect(await within(() => yaml("[".repeat(20_000) + "]".repeat(20_000), {}, { limits }))).not.toEqual([]);
    expect(await within(() => json("[".repeat(200_000), {}, { limits }))).not.toEqual([]);
  });

  it("with an alias inside what it repeats is refused", async () => {
    expect(await messagesOf(yaml(`description: &a [*a]\n${STEPS}`))).toContain(
      "An alias stands inside what it repeats.",
    );
  });

  it("may repeat a value by an alias", async () => {
    const text = "steps:\n  - &one { step: llm, promptTemplate: hi }\n  - *one\n";
    expect((await yaml(text)).config.steps).toEqual([
      { step: "llm", config: { promptTemplate: "hi" } },
      { step: "llm", config: { promptTemplate: "hi" } },
    ]);
  });

  it.each(["__proto__", "constructor", "prototype"])("cannot reach the prototype by %s", async (key) => {
    for (const text of [
      `${key}: { polluted: yes }\n${STEPS}`,
      `limits: { ${key}: { polluted: 1 } }\n${STEPS}`,
    ])
      expect(await messagesOf(yaml(text))).toEqual([
        `The key "${key}" is not allowed: it changes what objects are.`,
      ]);
    expect(await messagesOf(json(`{"${key}":{"polluted":1},"steps":[{"step":"llm"}]}`))).toEqual([
      `The key "${key}" is not allowed: it changes what objects are.`,
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ["key", "name: a\nname: b\n", 2],
    ["nested key", "limits:\n  maxIterations: 1\n  maxToolCalls: 2\n  maxIterations: 3\n", 4],
  ])("has a %s twice: both are wrong", async (_, text, line) => {
    const problems = await problemsOf(yaml(text + STEPS));
    expect(problems).toMatchObject([{ line, message: expect.stringContaining("is there twice") }]);
  });

  it.each([
    ["!!js/function 'x'", "Tags of your own are not supported."],
    ["!secret x", "Tags of your own are not supported."],
    ["!!binary aGk=", "Tags of your own are not supported."],
  ])("has no tags of its own: %s", async (value, message) => {
    const messages = await messagesOf(yaml(`description: ${value}\n${STEPS}`));
    expect(new Set(messages)).toEqual(new Set([message]));
  });

  it.each([
    ["nothing", "", "The file is empty."],
    ["a comment", "# nothing\n", "The file is empty."],
    ["a list", "- a\n", "The file is no map of keys."],
    ["a text", "hello", "The file is no map of keys."],
    ["two documents", `${STEPS}---\n${STEPS}`, "The file has several documents."],
    ["a NUL", `name: a\0b\n${STEPS}`, "The file has a control character."],
    ["tabs", `limits:\n\tmaxIterations: 1\n${STEPS}`, "A line is indented by a tab."],
    [
      "in YAML 1.1",
      `%YAML 1.1\n---\ndescription: 2001-12-14\n${STEPS}`,
      "The file asks for another version of YAML than 1.2, in which some values mean something else.",
    ],
    [
      "a merge key",
      `base: &b { name: a }\nlimits:\n  <<: *b\n${STEPS}`,
      "Merge keys (<<) are not supported.",
    ],
    ["a key that is a list", `[a]: 1\n${STEPS}`, "A key is no text."],
  ])("that is %s says so", async (_, text, message) => {
    expect(await messagesOf(yaml(text))).toContain(message);
  });

  it("repeats nothing of a text that it cannot read", async () => {
    for (const text of [
      "name: 'sk-secret\n",
      "name: sk-secret: sk-secret\n",
      "a: [sk-secret, }",
      "sk-secret\nb: 1",
    ]) {
      const problems = await problemsOf(yaml(text));
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.map(({ message, hint }) => `${message}${hint}`).join()).not.toContain("sk-secret");
    }
  });
});

it("a YAML file may say that it is YAML 1.2", async () => {
  expect(await messagesOf(yaml(`%YAML 1.2\n---\n${STEPS}`))).toEqual([]);
});

describe("a JSON file", () => {
  it.each([
    ["{", 1, 2],
    ['{"name": "a",}', 1, 14],
    ['{\n  // a comment\n"a": 1}', 2, 3],
    ["{'name': 1}", 1, 2],
    ['{"name": "a" "b": 1}', 1, 14],
    ['{"name": nul}', 1, 10],
    ['{"name": "a\nb"}', 1, 10],
    ['{"name": 01}', 1, 11],
    ["{} x", 1, 4],
  ])("is JSON and nothing else: %s", async (text, line, column) => {
    expect(await problemsOf(json(text))).toMatchObject([{ line, column }]);
  });

  it("may hold a text of any length that the limits allow", async () => {
    for (const prompt of ["x".repeat(9_000_000), "\n".repeat(3_000_000)]) {
      const text = JSON.stringify({ steps: [{ step: "llm", promptTemplate: prompt }] });
      const { config } = await json(text, {}, { limits: { maxBytes: 2 ** 24 } });
      const { promptTemplate } = { ...config.steps[0]?.config } as { readonly promptTemplate?: string };
      expect(promptTemplate === prompt).toBe(true);
    }
  });

  it("has its defects placed like a YAML file", async () => {
    const text =
      '{\n  "limits": { "maxIterations": "many" },\n  "steps": [{ "step": "llm" }],\n  "name": "a", "name": "b"\n}';
    expect(await problemsOf(json(text))).toMatchObject([
      { file: "agent.json", line: 2, column: 32, path: ["limits", "maxIterations"] },
      { line: 4, column: 16, message: 'The key "name" is there twice.' },
    ]);
  });
});

/** What was slow once, or is like it: a megabyte of each. */
describe("a megabyte that is wrong everywhere is told in bounded time", () => {
  const MEGABYTE = 1_000_000;

  it.each([
    '"',
    "]",
    "}",
    "!a ",
    "&a ",
    "*a ",
    ": ",
    "'a' ",
    '""',
    "#\n",
    "-\n",
    "a:\n",
    "[a],",
    "a ",
    "{ a: ${b ${c} ",
  ])(
    "of %j",
    async (piece) => {
      const text = piece.repeat(MEGABYTE / piece.length);
      expect(await within(() => yaml(text))).not.toEqual([]);
    },
    60_000,
  );

  it("with all its defects after half a million lines", async () => {
    const keys = Array.from({ length: 1_500 }, (_, index) => `k${index}: 1\n`).join("");
    expect(await within(() => yaml(`${"#\n".repeat(450_000)}${keys}${STEPS}`))).not.toEqual([]);
  }, 60_000);

  it.each([
    [
      "unknown keys",
      (entry: string) => `limits: { ${entry} }\n`,
      (index: number) => `k${index}: "\${V${index}}"`,
    ],
    ["wrong values", (entry: string) => `retry: [${entry}]\n`, (index: number) => `"\${V${index}}"`],
  ])(
    "with thousands of variables in %s",
    async (_, around, entry) => {
      const entries = Array.from({ length: 9_000 }, (_, index) => entry(index)).join(", ");
      const env = Object.fromEntries(
        Array.from({ length: 9_000 }, (_, index) => [`V${index}`, `value ${index}`]),
      );
      expect(await within(() => yaml(around(entries) + STEPS, env))).not.toEqual([]);
    },
    60_000,
  );

  it("with thousands of unquoted variables", async () => {
    const entries = "a: ${B}, ".repeat(9_000);
    expect(await within(() => yaml(`limits: { ${entries} }\n${STEPS}`))).not.toEqual([]);
  }, 60_000);
});
