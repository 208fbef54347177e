import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMPILERS, compile } from "./compile.test-helper.ts";

const EXAMPLE = join(import.meta.dirname, "../../examples/custom-step/src");
const example = (name: string) => ({ [name]: readFileSync(join(EXAMPLE, name), "utf8") });

const using = (from: string) => `import { AgentBuilder } from "@pergola/builders";
import { z } from "zod";
import "./glossary-step.ts";
new AgentBuilder(z.object({ text: z.string() })).withStep("glossary", { from: "${from}", as: "text", terms: {} });
`;

test.each(COMPILERS)(
  "%s checks the config of a step type that a third party declared, by its name",
  { timeout: 120_000 },
  (compiler) => {
    const files = {
      ...example("replace-terms.ts"),
      ...example("glossary-step.ts"),
      "right.ts": using("text"),
      "wrong.ts": using("txt"),
    };
    const { errors } = compile(compiler, files, { skipLibCheck: true });
    expect(errors.map(({ file }) => file)).toEqual(["wrong.ts"]);
    expect(errors[0]?.text).toMatch(/^TS\d+: Type '"txt"' is not assignable to type '"text"'/);
  },
);
