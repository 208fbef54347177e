import { pergolaErrors } from "../../errors.ts";
import type { PackageFolder } from "./project-packages.ts";

/** One version and no range, tag or place (semver.org). */
const EXACT = /^\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[0-9A-Za-z.-]{1,200})?(?:\+[0-9A-Za-z.-]{1,200})?$/;

/**
 * The version to pin, as the package that came says it. That text is a stranger's: it is checked before anybody acts on it.
 *
 * @param wanted what `package.json` of the project asks for
 * @returns undefined when it is pinned already
 * @throws INSTALL_FAILED when the package is not what it came as
 */
export function versionToPin(
  asked: string,
  wanted: string,
  { name, version }: PackageFolder,
): string | undefined {
  const own = version.replace(/^[\sv=]+|\s+$/g, "");
  const isOther = EXACT.test(wanted) && withoutBuild(wanted) !== withoutBuild(own);
  if (name !== asked || !EXACT.test(own) || isOther) throw notItself(asked, wanted, { name, version });
  return EXACT.test(wanted) ? undefined : own;
}

const withoutBuild = (version: string) => version.split("+")[0];

const shown = (text: string) =>
  /^[\w@./^~+-]{1,100}$/.test(text) ? text : JSON.stringify(text.slice(0, 100));

function notItself(
  asked: string,
  wanted: string,
  { name, version }: Pick<PackageFolder, "name" | "version">,
) {
  return pergolaErrors.create("INSTALL_FAILED", {
    message: `What came as ${asked} ${shown(wanted)} calls itself ${shown(name)} ${shown(version)} in its own package.json.`,
    hint: "Do not use it before its author has explained that. package.json and lockfile are as they were before.",
    details: { asked, wanted, name, version },
  });
}
