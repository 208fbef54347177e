import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { AgentBuilder } from "@pergola/builders";
import { createStepRegistry } from "@pergola/core-steps";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { glossaryStep } from "./glossary-step.ts";
import { replaceTerms } from "./replace-terms.ts";

const registry = createStepRegistry().child();
registry.register(glossaryStep);
const builder = new AgentBuilder(z.object({ draft: z.string().optional(), text: z.string().optional() }), {
  registry,
});
const terms = { "e-mail": "mail" };

test("the example runs and finds its own result right", () => {
  const main = join(import.meta.dirname, "main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=@pergola/source", main], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/custom-step: ok\n$/);
  expect(status).toBe(0);
});

test.each([
  ["whole words", "E-mails and an e-mail.", "E-mails and an mail."],
  ["a capital stays", "E-mail is old.", "Mail is old."],
  ["nothing to do", "A letter.", "A letter."],
])("%s", (_, text, expected) => {
  expect(replaceTerms(text, terms)).toBe(expected);
});

test("the longest term wins, and what was put in is not replaced again", () => {
  expect(replaceTerms("data base, base", { base: "data base", "data base": "store" })).toBe(
    "store, data base",
  );
});

test("a term is text, not a pattern, and no replacement is one either", () => {
  const word = fc.string({ unit: fc.constantFrom(..."\\^$.*+?()[]{}|/- "), minLength: 1 });
  fc.assert(
    fc.property(word, fc.string(), (term, better) => {
      expect(replaceTerms(term, { [term]: better })).toBe(better);
    }),
  );
});

test("every defect of the config is told at build, with the nearest key", async () => {
  const built = builder
    .withStep("glossary", { from: "darft" as "draft", as: "txt" as "text", terms })
    .build();
  await expect(built).rejects.toMatchObject({
    code: "INVALID_AGENT_CONFIG",
    message: expect.stringMatching(/from names "darft"[\s\S]*as names "txt"/),
    hint: expect.stringContaining('Did you mean "draft"?'),
  });
});

test("a text that is not there is an error that names its key", async () => {
  await using agent = await builder.withStep("glossary", { from: "draft", as: "text", terms }).build();
  await expect(agent.run({})).rejects.toMatchObject({
    cause: expect.objectContaining({ message: 'The glossary reads text from "draft", which holds nothing.' }),
  });
});
