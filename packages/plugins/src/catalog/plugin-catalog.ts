import type { PergolaError } from "@pergola/core";
import { pluginErrors } from "../errors.ts";
import { announcedKinds, announcedNames } from "./announced.ts";
import type { PluginRecord } from "./plugin-record.ts";
import { requirementProblems } from "./requirements.ts";

/** All plugins with the verdict on each, and who has what. */
export interface PluginCatalog {
  /** In the order in which they win, those that cannot be used included. */
  readonly records: readonly PluginRecord[];
  /** The ones in use, by name. */
  readonly inUse: ReadonlyMap<string, PluginRecord>;
  /** Who gives a provider: one in use, else one that cannot be used and says why. */
  providerOf(category: string, name: string): PluginRecord | undefined;
  /** Who gives something of another kind; the same order. */
  contributor(kind: string, name: string): PluginRecord | undefined;
  /** Names of providers in a category, of plugins in use. */
  providers(category: string): readonly string[];
  /** What was found and gives way to something found before. */
  readonly shadowed: readonly PergolaError[];
}

/**
 * Decides who wins: of one name the first that can be used. What cannot be used hides nobody.
 *
 * @param found in the order in which they win
 */
export async function createPluginCatalog(found: readonly PluginRecord[]): Promise<PluginCatalog> {
  const records = await withRequirements(found);
  const inUse = winners(records);
  const byClaim = claims([...inUse.values()]);
  const broken = claims(records.filter(({ problem }) => problem !== undefined));
  const holder = (claim: string, name: string) =>
    byClaim.first.get(claim) ?? broken.first.get(claim) ?? records.find((record) => isUnread(record, name));
  return {
    records,
    inUse,
    providerOf: (category, name) => holder(providerClaim(category, name), name),
    contributor: (kind, name) => holder(otherClaim(kind, name), name),
    providers: (category) =>
      [...inUse.values()]
        .flatMap((record) => record.claims)
        .filter((claim) => claim.category === category)
        .map(({ name }) => name),
    shadowed: [...shadowedRecords(records, inUse), ...byClaim.shadowed],
  };
}

/** Marks what lacks another plugin, until nothing more falls: one that falls may have been needed by others. */
async function withRequirements(found: readonly PluginRecord[]): Promise<readonly PluginRecord[]> {
  let records = found;
  for (;;) {
    const inUse = winners(records);
    const usable = Map.groupBy(
      records.filter(({ problem }) => problem === undefined),
      ({ name }) => name,
    );
    const problems = await requirementProblems(inUse, (name) => (usable.get(name)?.length ?? 0) > 1);
    if (problems.size === 0) return records;
    records = records.map((record) =>
      inUse.get(record.name) === record ? { ...record, problem: problems.get(record.name) } : record,
    );
  }
}

/** Nobody knows what it has: whoever asks for something of its own name probably means it. */
const isUnread = ({ name, manifest, claims, given }: PluginRecord, asked: string) =>
  name === asked && manifest === undefined && given === undefined && claims.length === 0;

function winners(records: readonly PluginRecord[]): ReadonlyMap<string, PluginRecord> {
  const first = new Map<string, PluginRecord>();
  for (const record of records)
    if (record.problem === undefined && !first.has(record.name)) first.set(record.name, record);
  return first;
}

const providerClaim = (category: string, name: string) => `provider ${category}/${name}`;
const otherClaim = (kind: string, name: string) => `${kind} ${JSON.stringify(name)}`;

/** Everything that a plugin says it has, as messages name it. */
const claimsOf = (record: PluginRecord): readonly string[] => [
  ...record.claims.map(({ category, name }) => providerClaim(category, name)),
  ...announcedKinds(record).flatMap((kind) =>
    announcedNames(record, kind).map((name) => otherClaim(kind, name)),
  ),
];

function claims(records: readonly PluginRecord[]) {
  const first = new Map<string, PluginRecord>();
  const shadowed: PergolaError[] = [];
  for (const record of records)
    for (const claim of claimsOf(record)) {
      const winner = first.get(claim);
      if (winner === undefined) first.set(claim, record);
      else if (winner !== record) shadowed.push(shadowedClaim(claim, winner, record));
    }
  return { first, shadowed };
}

/** Usable ones behind the winner of their name; the same folder found on two ways is no news. */
function shadowedRecords(records: readonly PluginRecord[], inUse: ReadonlyMap<string, PluginRecord>) {
  return records.flatMap((record) => {
    const winner = inUse.get(record.name);
    const isNews = winner !== undefined && winner !== record && record.problem === undefined;
    return isNews && !isSameFolder(winner, record) ? [shadowedPlugin(winner, record)] : [];
  });
}

const isSameFolder = (one: PluginRecord, other: PluginRecord) =>
  one.directory !== undefined && one.directory === other.directory;

const placeOf = ({ directory, origin }: PluginRecord) => directory ?? `the ${origin} one`;

function shadowedPlugin(winner: PluginRecord, { name, file, ...record }: PluginRecord) {
  return pluginErrors.create("PLUGIN_SHADOWED", {
    message: `The plugin "${name}" in ${placeOf({ name, file, ...record })} is not used: ${placeOf(winner)} comes first.`,
    hint: "Remove one of the two, or rename one.",
    details: { plugin: name, file, usedInstead: placeOf(winner) },
  });
}

function shadowedClaim(claim: string, winner: PluginRecord, { name, file }: PluginRecord) {
  return pluginErrors.create("PLUGIN_SHADOWED", {
    message: `The ${claim} of the plugin "${name}" is not used: the one of "${winner.name}" comes first.`,
    hint: "Remove one of the two plugins, or register the one you want in code.",
    details: { plugin: name, file, contribution: claim, usedInstead: winner.name },
  });
}
