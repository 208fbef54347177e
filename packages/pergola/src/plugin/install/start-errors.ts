import { pergolaErrors } from "../../errors.ts";

export function packageManagerMissing(program: string) {
  return pergolaErrors.create("PACKAGE_MANAGER_MISSING", {
    message: `This project is managed with ${program}, which is not installed.`,
    hint:
      program === "npm"
        ? "Install npm (it comes with Node) and see that it is in PATH."
        : `Install it: npm install --global ${program}. The lockfile or the field packageManager of package.json says that it is ${program}.`,
    details: { program },
  });
}

/** On Windows, of a program that only its shell can start. */
export function onlyForShell(program: string, script: string) {
  return pergolaErrors.create("PACKAGE_MANAGER_MISSING", {
    message: `This project is managed with ${program}, which is there only as ${script}: Windows starts that with its shell, which names of packages must not reach.`,
    hint: `Run the command that --dry-run prints yourself, or install ${program} with npm: npm install --global ${program}.`,
    details: { program, script },
  });
}
