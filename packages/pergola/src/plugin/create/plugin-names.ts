import { wrongUsage } from "../../cli/wrong-usage.ts";
import { RESERVED_NAMES } from "./reserved-names.ts";

/** What a plugin of one name is called where. */
export interface PluginNames {
  /** As npm knows it: `pergola-acme`, or with a scope whatever was given. */
  readonly packageName: string;
  /** The last part of it. */
  readonly folder: string;
  /** In config files and in calls: `acme`. */
  readonly id: string;
}

const ID = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
const NAME = new RegExp(`^(@[a-z0-9][a-z0-9-]*/)?(pergola-)?(${ID})$`);
/** The longest name of a tool that vendors of models take; short enough for every file system, too. */
const MAX_ID = 64;
const MAX_PACKAGE_NAME = 214;

/**
 * Reads the name of a new plugin: `acme`, `pergola-acme` or `@scope/acme`.
 *
 * @throws INVALID_USAGE with a good name in the hint
 */
export function pluginNames(asked: string): PluginNames {
  const [whole, scope = "", prefix = "", id = ""] = NAME.exec(asked) ?? [];
  if (whole === undefined || id.length > MAX_ID || whole.length > MAX_PACKAGE_NAME) throw badName(asked);
  if (RESERVED_NAMES.has(id)) throw reservedName(id);
  const folder = scope === "" ? `pergola-${id}` : `${prefix}${id}`;
  return { packageName: `${scope}${folder}`, folder, id };
}

function badName(asked: string) {
  const id = goodId(asked);
  return wrongUsage(
    `${JSON.stringify(asked.slice(0, 80))} is no name for a plugin: expected lower-case letters, digits and single hyphens, a letter first, at most ${MAX_ID} characters, with or without a scope of npm.`,
    `Take one such as ${id} or @${id}/${id}.`,
  );
}

const reservedName = (id: string) =>
  wrongUsage(
    `"${id}" is no name for a plugin: it has a meaning already, to JavaScript, to Pergola or to a file system.`,
    `Take one such as my-${id}.`,
  );

/** The nearest name that is right. */
function goodId(asked: string): string {
  const words = asked
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/^@[^/]*\//, "")
    .replace(/^\W*pergola-/, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const joined = words
    .join("-")
    .slice(0, MAX_ID - 3)
    .replace(/-+$/, "");
  if (joined === "") return "acme";
  return /^[a-z]/.test(joined) && !RESERVED_NAMES.has(joined) ? joined : `my-${joined}`;
}
