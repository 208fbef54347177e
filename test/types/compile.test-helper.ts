import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readWorkspace } from "../../scripts/lint/workspace.ts";
import { publishedPackages } from "../../scripts/published/pack.ts";

const ROOT = join(import.meta.dirname, "../..");
const MODULES = join(ROOT, "test/node_modules");

/** The oldest and the newest compiler that the types are promised for: folders of test/node_modules. */
export const COMPILERS = ["typescript-5", "typescript-7"] as const;
export type Compiler = (typeof COMPILERS)[number];

export interface Compilation {
  /** One per error: file, then what the compiler says, on as many lines as it takes. */
  readonly errors: readonly CompileError[];
  readonly instantiations: number;
}

export interface CompileError {
  readonly file: string;
  readonly text: string;
}

export interface CompileOptions {
  readonly skipLibCheck: boolean;
}

/** Compiles files as a user of the published types would: outside the repository, by the built `dist` of each package. */
export function compile(
  compiler: Compiler,
  files: Readonly<Record<string, string>>,
  { skipLibCheck }: CompileOptions,
): Compilation {
  assertBuilt();
  const folder = userProject(files, skipLibCheck);
  try {
    const tsc = join(MODULES, compiler, "bin/tsc");
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [tsc, "--project", folder, "--extendedDiagnostics", "--pretty", "false"],
      { cwd: folder, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    const instantiations = /^Instantiations:\s+(\d+)/m.exec(stdout)?.[1];
    if (instantiations === undefined) throw new Error(`${compiler} did not compile: ${stdout}${stderr}`);
    return { errors: readErrors(stdout), instantiations: Number(instantiations) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function userProject(files: Readonly<Record<string, string>>, skipLibCheck: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), "pergola-types-"));
  symlinkSync(MODULES, join(folder, "node_modules"), "dir");
  const compilerOptions = {
    target: "es2023",
    module: "nodenext",
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck,
    typeRoots: [join(ROOT, "node_modules/@types")],
    types: ["node"],
  };
  const tsconfig = { compilerOptions, files: Object.keys(files) };
  const all = { "tsconfig.json": JSON.stringify(tsconfig), "package.json": '{ "type": "module" }', ...files };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** `file(line,column): error TS1: text`, the text going on in indented lines; without a file it is about the options. */
function readErrors(output: string): CompileError[] {
  const found = output.matchAll(/^(?:(\S.*)\(\d+,\d+\): )?error (TS\d+: .*(?:\n {2}.*)*)/gm);
  return [...found].map(([, file = "", text = ""]) => ({ file, text }));
}

function assertBuilt(): void {
  for (const { folder, manifest } of publishedPackages(readWorkspace(ROOT))) {
    if (existsSync(join(ROOT, folder, "dist/index.d.ts"))) continue;
    throw new Error(`${manifest.name} is not built: run \`pnpm run build\` first.`);
  }
}
