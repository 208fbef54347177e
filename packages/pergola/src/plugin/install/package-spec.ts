import { wrongUsage } from "../../cli/wrong-usage.ts";

/** A package as it is asked for. */
export interface PackageSpec {
  readonly name: string;
  /** The name, or `name@range`: an argument that no package manager takes for anything else. */
  readonly spec: string;
}

const PART = "[a-z0-9][a-z0-9._~-]*";
const NAME = new RegExp(`^(?:@${PART}/)?${PART}$`);
/** A range of versions, or a tag such as `next`. Nothing that leads to a place: no colon, no slash, no dot in front. */
const RANGE = /^[0-9A-Za-z^~<>=*][0-9A-Za-z.+^~<>=|* -]*$/;
/** Package managers take such a name for a file. */
const ARCHIVE = /\.(?:tgz|tar|tar\.gz)$/i;
const MAX_NAME = 214;
const MAX_RANGE = 200;

/** Reads `name` or `name@range`. @throws INVALID_USAGE for everything else, above all for what a package manager would obey */
export function assertPackageSpec(asked: string): PackageSpec {
  const at = asked.indexOf("@", 1);
  const name = at === -1 ? asked : asked.slice(0, at);
  const range = at === -1 ? undefined : asked.slice(at + 1);
  if (!NAME.test(name) || name.length > MAX_NAME || ARCHIVE.test(asked)) throw notAName(asked);
  if (range !== undefined && (!RANGE.test(range) || range.length > MAX_RANGE)) throw notARange(name);
  return { name, spec: asked };
}

/** The text itself is not repeated where it may hold a password. */
function notAName(asked: string) {
  const shown = /[:@]/.test(asked.slice(1)) ? "This" : JSON.stringify(asked.slice(0, 80));
  return wrongUsage(
    `${shown} is no name of a package; expected one like acme, @acme/plugin or acme@^1.2.0.`,
    "A folder or a .tgz is given as a path that begins with ./ or /. Clone a git repository first, and give its folder.",
  );
}

const notARange = (name: string) =>
  wrongUsage(
    `What follows ${name}@ is no range of versions and no tag.`,
    `Write it as npm does, for example ${name}@1.2.0, "${name}@^1.2.0" or ${name}@latest.`,
  );
