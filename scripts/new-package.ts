// Stamps a package so that every one starts identical: node scripts/new-package.ts <name> "<description>" [subpath …]
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [name, description, ...subpaths] = process.argv.slice(2);
if (!name || !description || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error('Usage: node scripts/new-package.ts <kebab-name> "<one sentence>" [subpath …]');
  process.exit(2);
}
const folder = join(import.meta.dirname, "..", "packages", name);
if (existsSync(folder)) {
  console.error(`packages/${name} is there already: choose another name or edit it.`);
  process.exit(2);
}

const entries = [".", ...subpaths.map((subpath) => `./${subpath}`)];
const sourceOf = (entry: string) => (entry === "." ? "./src/index.ts" : `./src/${entry.slice(2)}/index.ts`);
const builtOf = (entry: string) => sourceOf(entry).replace("./src/", "./dist/").replace(/\.ts$/, "");
const target = (entry: string) => ({ types: `${builtOf(entry)}.d.ts`, default: `${builtOf(entry)}.js` });

const manifest = {
  name: `@pergola/${name}`,
  version: "0.0.0",
  description,
  license: "MIT",
  type: "module",
  sideEffects: false,
  engines: { node: ">=22.18" },
  exports: Object.fromEntries(
    entries.map((entry) => [entry, { "@pergola/source": sourceOf(entry), ...target(entry) }]),
  ),
  publishConfig: {
    access: "public",
    exports: Object.fromEntries(entries.map((entry) => [entry, target(entry)])),
  },
  files: ["dist", "README.md", "LICENSE"],
  scripts: { build: "tsup --config ../../tsup.config.ts && tsc -p tsconfig.json --emitDeclarationOnly" },
};
const tsconfig = {
  extends: "../../tsconfig.base.json",
  compilerOptions: { rootDir: "src", outDir: "dist" },
  include: ["src"],
  exclude: ["src/**/*.test.ts", "src/**/*.test-d.ts", "src/**/*.test-helper.ts"],
};

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
mkdirSync(join(folder, "src"), { recursive: true });
writeFileSync(join(folder, "package.json"), json(manifest));
writeFileSync(join(folder, "tsconfig.json"), json(tsconfig));
writeFileSync(join(folder, "README.md"), `# @pergola/${name}\n\n${description}\n`);
for (const entry of entries) {
  const file = join(folder, sourceOf(entry));
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "export {};\n");
}
console.log(
  `packages/${name} is stamped. Next: its place in the floor table of ARCHITECTURE.md, then \`pnpm install\`.`,
);
