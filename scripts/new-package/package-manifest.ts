import type { PackageRequest } from "./package-request.ts";

/** The umbrella is the one package without scope. */
const UMBRELLA = "pergola";

/** What a package is called on the registry. */
export const registryName = (name: string) => (name === UMBRELLA ? name : `@pergola/${name}`);

/** The part of a package.json that is the same in every package. */
export function packageManifest({ name, description, subpaths }: PackageRequest) {
  const entries = [".", ...subpaths.map((subpath) => `./${subpath}`)];
  return {
    name: registryName(name),
    version: "0.0.0",
    description,
    license: "MIT",
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.18" },
    exports: Object.fromEntries(
      entries.map((entry) => [entry, { "@pergola/source": sourceOf(entry), ...builtOf(entry) }]),
    ),
    publishConfig: {
      access: "public",
      exports: Object.fromEntries(entries.map((entry) => [entry, builtOf(entry)])),
    },
    files: ["dist", "README.md", "LICENSE"],
    scripts: { build: "tsup --config ../../tsup.config.ts && tsc -p tsconfig.json --emitDeclarationOnly" },
  };
}

const sourceOf = (entry: string) => (entry === "." ? "./src/index.ts" : `./src/${entry.slice(2)}/index.ts`);

function builtOf(entry: string) {
  const path = sourceOf(entry).replace("./src/", "./dist/").replace(/\.ts$/, "");
  return { types: `${path}.d.ts`, default: `${path}.js` };
}
