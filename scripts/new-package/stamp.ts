import { packageManifest } from "./package-manifest.ts";
import { packageReadme } from "./package-readme.ts";
import type { PackageRequest } from "./package-request.ts";

const TSCONFIG = `{
  "extends": "../../tsconfig.base.json",
  "compilerOptions": {
    "rootDir": "src",
    "outDir": "dist"
  },
  "include": ["src"],
  "exclude": ["src/**/*.test.ts", "src/**/*.test-d.ts", "src/**/*.test-helper.ts"]
}
`;

/** The files of a new package, by path from its folder. The licence is the repository's: packing adds it. */
export function stamp(request: PackageRequest): Readonly<Record<string, string>> {
  const entries = ["src/index.ts", ...request.subpaths.map((subpath) => `src/${subpath}/index.ts`)];
  return {
    "package.json": `${JSON.stringify(packageManifest(request), null, 2)}\n`,
    "tsconfig.json": TSCONFIG,
    "README.md": packageReadme(request),
    ...Object.fromEntries(entries.map((entry) => [entry, "export {};\n"])),
  };
}
