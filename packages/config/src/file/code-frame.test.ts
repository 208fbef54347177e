// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are about them

import { describe, expect, it } from "vitest";
import { json, problemsOf, STEPS, yaml } from "./file-fixtures.test-helper.ts";

const SECRET = "zq-7pl, {9x]";
const PLAIN = "zq-7pl";

/** All that is shown of a file with a defect beside the secret. */
const shown = async (loading: Promise<unknown>) =>
  (await problemsOf(loading)).map(({ frame }) => frame).join("\n");

describe("the frame of a defect shows nothing of a value whose key sounds secret", () => {
  it.each([
    ["on the next line", `llm:\n  provider: offline\n  apiKey:\n    ${PLAIN}\nlimits: 1\n`],
    ["in a block", `llm:\n  provider: offline\n  apiKey: |\n    first\n    ${PLAIN}\nlimits: 1\n`],
    ["in a folded block after an empty line", `llm:\n  apiKey: >-\n\n    ${PLAIN}\nlimits: 1\n`],
    ["in quotes over two lines", `llm:\n  apiKey: 'first\n    ${PLAIN}'\nlimits: 1\n`],
    [
      "in quotes with all sorts of characters",
      `llm: { provider: offline, apiKey: "${SECRET}", a: 1 }\nlimits: 1\n`,
    ],
    ["in quotes with a quote", `llm: { provider: offline, apiKey: "\\"${PLAIN}" }\nlimits: 1\n`],
    ["with a comma, by indentation", `llm:\n  apiKey: first, ${PLAIN}\nlimits: 1\n`],
    ["in a list", `llm:\n  apiKey: [first, ${PLAIN}]\nlimits: 1\n`],
    ["in a list by dashes", `llm:\n  apiKey:\n  - first\n  - ${PLAIN}\nlimits: 1\n`],
    ["in a map", `llm:\n  credentials: { user: ${PLAIN} }\nlimits: 1\n`],
    ["as the default of a variable", `llm:\n  apiKey: \${KEY:-${PLAIN}}\nlimits: 1\n`],
    ["of a key with a question mark", `llm:\n  ? apiKey\n  : ${PLAIN}\nlimits: 1\n`],
    ["of a key in quotes", `llm:\n  "x-api-key": ${PLAIN}\nlimits: 1\n`],
    ["of a key in a comment", `llm: offline # apiKey: ${PLAIN}\nlimits: 1\n`],
    ["that is never closed", `limits: 1\nllm: { apiKey: "${PLAIN}\n`],
  ])("%s", async (_, text) => {
    const frames = await shown(yaml(text + STEPS));
    expect(frames).toContain("^");
    for (const piece of ["zq", "7pl", "9x"]) expect(frames).not.toContain(piece);
  });

  it("in JSON, with the value on a line of its own", async () => {
    const text = `{"llm": {"apiKey":\n"${SECRET}",\n "token": [\n"${SECRET}"]},\n"limits": 1, "steps": [{"step": "llm"}]}`;
    const frames = await shown(json(text));
    expect(frames).toContain("limits");
    for (const piece of ["zq", "7pl", "9x"]) expect(frames).not.toContain(piece);
  });

  it("and goes on behind it, with the mark in its place", async () => {
    const [problem] = await problemsOf(
      yaml(
        `llm: { apiKey: "a,b", token: \${TOKEN:-c} }\nlimits: { maxIterations: many }\nretry: 1\n${STEPS}`,
      ),
    );
    expect(problem?.frame).toContain("token: ");
    const [, limits] = await problemsOf(
      yaml(`limits: { token: "a,b", maxIterations: many }\nname: fine\n${STEPS}`),
    );
    expect(limits?.frame).toBe(
      `1 | limits: { token: *****, maxIterations: many }\n  |${" ".repeat(40)}^^^^\n2 | name: fine`,
    );
  });

  it("but the name of a variable", async () => {
    const frames = await shown(
      yaml(`llm: { provider: offline, apiKey: "\${KEY}" }\nlimits: 1\n${STEPS}`, { KEY: PLAIN }),
    );
    expect(frames).toContain('apiKey: "${KEY}" }');
  });
});

it("shows the beginning of a line that is very long", async () => {
  const [problem] = await problemsOf(yaml(`${STEPS}limits: 1 #${"x".repeat(500_000)}\n`));
  expect(problem?.frame).toContain(`2 | limits: 1 #${"x".repeat(109)}…`);
});
