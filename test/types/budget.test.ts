import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { published } from "../repo/workspace.test-helper.ts";
import { COMPILERS, compile } from "./compile.test-helper.ts";

const MAX_INSTANTIATIONS = 10_000;
const COMPILE_MS = 120_000;

const file = (name: string) => ({ [name]: readFileSync(join(import.meta.dirname, name), "utf8") });

test.each(COMPILERS)("%s reads a small agent at a small cost", { timeout: COMPILE_MS }, (compiler) => {
  const { errors, instantiations } = compile(compiler, file("hello.ts"), { skipLibCheck: true });
  console.log(`${compiler}: ${instantiations} instantiations of ${MAX_INSTANTIATIONS} allowed`);
  expect(errors).toEqual([]);
  expect(instantiations).toBeLessThan(MAX_INSTANTIATIONS);
});

test.each(COMPILERS)(
  "%s finds no error in the types of any entry, nor in those that they reach",
  { timeout: COMPILE_MS },
  (compiler) => {
    const files = { ...file("hello.ts"), ...file("every-entry.ts") };
    const { errors, instantiations } = compile(compiler, files, { skipLibCheck: false });
    console.log(`${compiler}: ${instantiations} instantiations with every library checked`);
    expect(errors).toEqual([]);
  },
);

test("every entry is compiled", () => {
  const imported = [
    ...readFileSync(join(import.meta.dirname, "every-entry.ts"), "utf8").matchAll(/^import "(.+)";$/gm),
  ];
  const entries = published.flatMap(({ manifest }) =>
    Object.keys(manifest.exports ?? {}).map((entry) => `${manifest.name}${entry.slice(1)}`),
  );
  expect(imported.map(([, name]) => name)).toEqual(entries.sort());
});
