import { readFileSync } from "node:fs";
import { defineConfig } from "tsup";

interface Manifest {
  readonly exports: Record<string, { readonly "@pergola/source"?: string } | string>;
  readonly bin?: Record<string, string>;
}

/** Entry files of the package that runs the build: the source condition of its export map, and its programs. */
function entries(): Record<string, string> {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
  const sources = Object.values(manifest.exports).flatMap((target) =>
    typeof target === "string" ? [] : (target["@pergola/source"] ?? []),
  );
  const programs = Object.values(manifest.bin ?? {});
  return Object.fromEntries(
    [...sources, ...programs].map((source) => [
      source.replace(/^\.\/src\//, "").replace(/\.tsx?$/, ""),
      source,
    ]),
  );
}

/** esbuild calls a class that names itself `_Agent`; inside it, its own name says the same. Columns stay what they are. */
function withOwnNames(code: string): string {
  const names = [...code.matchAll(/^var (\w+) = class _\1\b/gm)].map(([, name = ""]) => name);
  return names.reduce(
    (text, name) => text.replace(new RegExp(`(?<![\\w$.#])_${name}(?![\\w$])`, "g"), ` ${name}`),
    code,
  );
}

export default defineConfig({
  entry: entries(),
  format: "esm",
  target: "node22",
  splitting: true,
  sourcemap: true,
  clean: true,
  dts: false,
  plugins: [
    {
      name: "own-names",
      renderChunk: (code, { map }) => ({ code: withOwnNames(code), map }),
    },
  ],
});
