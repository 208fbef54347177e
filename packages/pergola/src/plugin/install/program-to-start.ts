import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { isRecord, jsonFileNow } from "./json-file.ts";
import { onlyForShell, packageManagerMissing } from "./start-errors.ts";

/** A program, and what it is given before all else. */
export interface StartedProgram {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * How a package manager is started without a shell. Windows has most of them as scripts of its shell (`npm.cmd`), which
 * would read `^`, `|` and `%` in arguments: there the program of JavaScript behind such a script is run by this Node.
 *
 * @param path where programs are looked for, as the variable PATH has it
 * @throws PACKAGE_MANAGER_MISSING on Windows; elsewhere starting it tells
 */
export function programToStart(
  program: string,
  { path, platform = process.platform }: { readonly path: string; readonly platform?: NodeJS.Platform },
): StartedProgram {
  if (platform !== "win32") return { file: program, args: [] };
  for (const folder of path.split(delimiter).filter((entry) => isAbsolute(entry))) {
    const whole = join(folder, `${program}.exe`);
    if (existsSync(whole)) return { file: whole, args: [] };
    const script = join(folder, `${program}.cmd`);
    if (!existsSync(script)) continue;
    const behind = behindScript(program, folder);
    if (behind === undefined) throw onlyForShell(program, script);
    return { file: process.execPath, args: [behind] };
  }
  throw packageManagerMissing(program);
}

/** The program that npm, or Corepack, has put beside the script that it wrote. */
function behindScript(program: string, folder: string): string | undefined {
  const { bin } = jsonFileNow(join(folder, "node_modules", program, "package.json")) ?? {};
  const own = isRecord(bin) ? bin[program] : bin;
  return [
    ...(typeof own === "string" ? [join(folder, "node_modules", program, own)] : []),
    join(folder, "node_modules", "corepack", "dist", `${program}.js`),
  ].find((file) => existsSync(file));
}
