import { describe, expect, it } from "vitest";
import { parseAgentConfig } from "./index.ts";

const LOSSY = [
  "1e999",
  "-1e999",
  "1e-999",
  "9007199254740993",
  "-9007199254740993",
  "12345678901234567890",
  "1".repeat(400),
];
const FINE = ["9007199254740991", "1e300", "0.1", "0", "-0", "0e5", "1e-300", "12345678901234567890.5"];

const yaml = (value: string) => `name: fine
llm:
  provider: acme
  account: ${value}
steps: [{ step: llm }]
`;
const json = (value: string) =>
  `{ "name": "fine",\n  "llm": { "provider": "acme", "account": ${value} },\n  "steps": [{ "step": "llm" }] }`;
const FORMATS = [
  ["yaml", yaml, 4, 12],
  ["json", json, 2, 43],
] as const;

describe.each(FORMATS)("a number in %s where no schema says what it is", (format, textOf, line, column) => {
  const parsed = (value: string) => parseAgentConfig(textOf(value), { format, env: {} });
  const accountOf = async (value: string) =>
    ((await parsed(value)).config.llm as { readonly account?: unknown }).account;

  it.each(LOSSY)("is told with its place when it would become another: %s", async (value) => {
    const error = await parsed(value).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: "CONFIG_FILE_INVALID",
      details: {
        problems: [
          {
            line,
            column,
            message: expect.stringMatching(/^This (?:number|integer) /),
            hint: expect.stringContaining("Quote"),
          },
        ],
      },
    });
    expect(error.details.problems[0].message).not.toContain(value);
  });

  it.each(LOSSY)("stays the text it is in quotes: %s", async (value) => {
    expect(await accountOf(`"${value}"`)).toBe(value);
  });

  it.each(FINE)("stays the number it is: %s", async (value) => {
    expect(await accountOf(value)).toBe(Number(value));
  });
});

it("endless numbers of YAML say what they are, and hexadecimal ones are integers too", async () => {
  const parsed = (value: string) => parseAgentConfig(yaml(value), { format: "yaml", env: {} });
  expect((await parsed(".inf")).config.llm).toMatchObject({ account: Number.POSITIVE_INFINITY });
  await expect(parsed("0xffffffffffffffff")).rejects.toMatchObject({ code: "CONFIG_FILE_INVALID" });
});

it("a variable that would become another number is no number", async () => {
  const text = `${yaml("1")}limits: { timeoutMs: "\${LIMIT}" }\n`;
  const parsed = (LIMIT: string) => parseAgentConfig(text, { format: "yaml", env: { LIMIT } });
  expect((await parsed("9007199254740991")).config.limits).toEqual({ timeoutMs: 9007199254740991 });
  for (const LIMIT of ["9007199254740993", "1e999"])
    await expect(parsed(LIMIT)).rejects.toMatchObject({
      details: { problems: [{ path: ["limits", "timeoutMs"], line: 6 }] },
    });
});
