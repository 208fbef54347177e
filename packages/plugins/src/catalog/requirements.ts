import type { PergolaError } from "@pergola/core";
import { pluginErrors } from "../errors.ts";
import { loadSemver } from "../semver.ts";
import { type PluginRecord, requirementsOf } from "./plugin-record.ts";

type Records = ReadonlyMap<string, PluginRecord>;

/**
 * What keeps plugins from being used because of what they need, by name; empty when all is well.
 *
 * @param hasSubstitute whether another one of that name takes the place of one that falls: then nothing is said yet of
 *   those that need it
 */
export async function requirementProblems(
  records: Records,
  hasSubstitute: (name: string) => boolean,
): Promise<ReadonlyMap<string, PergolaError>> {
  const { satisfies } = await loadSemver();
  const problems = new Map<string, PergolaError>();
  for (const { name } of inOrderOfNeed(records).circling) {
    const cycle = cycleThrough(name, records);
    if (cycle !== undefined) problems.set(name, cyclic(cycle));
  }
  const isLost = (name: string) => !records.has(name) || (problems.has(name) && !hasSubstitute(name));
  const others = new Map([...records].filter(([name]) => !problems.has(name)));
  for (const record of inOrderOfNeed(others).sorted) {
    for (const [name, range] of requirementsOf(record)) {
      const needed = records.get(name);
      if (needed === undefined || isLost(name)) problems.set(record.name, missing(record.name, name, range));
      else if (!satisfies(needed.version ?? "", range, { includePrerelease: true }))
        problems.set(record.name, wrongVersion(record.name, needed, range));
    }
  }
  return problems;
}

/** Each one after what it needs; apart from them those that are in a circle, or need one that is. */
function inOrderOfNeed(records: Records) {
  const needs = (record: PluginRecord) =>
    requirementsOf(record).flatMap(([name]) => (records.has(name) ? [name] : []));
  const open = new Map([...records.values()].map((record) => [record.name, needs(record).length]));
  const pairs = [...records.values()].flatMap((record) => needs(record).map((name) => ({ name, record })));
  const needers = Map.groupBy(pairs, ({ name }) => name);
  const sorted = [...records.values()].filter(({ name }) => open.get(name) === 0);
  for (const { name } of sorted)
    for (const { record } of needers.get(name) ?? []) {
      const left = (open.get(record.name) ?? 0) - 1;
      open.set(record.name, left);
      if (left === 0) sorted.push(record);
    }
  return { sorted, circling: [...records.values()].filter(({ name }) => (open.get(name) ?? 0) > 0) };
}

/** The shortest way from a plugin back to it, both ends included; found breadth first. */
function cycleThrough(start: string, records: Records): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const record = records.get(name);
    for (const [next] of record === undefined ? [] : requirementsOf(record)) {
      if (next === start) return wayFrom(start, name, cameFrom);
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, name);
      queue.push(next);
    }
  }
  return undefined;
}

function wayFrom(start: string, last: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [start];
  for (let name: string | undefined = last; name !== undefined && name !== start; name = cameFrom.get(name))
    way.unshift(name);
  return [start, ...way];
}

function cyclic(cycle: readonly string[]) {
  return pluginErrors.create("PLUGIN_CYCLE", {
    message: `Plugins need each other in a circle: ${cycle.join(" → ")}.`,
    hint: "Take one name out of `requires` of one of them.",
    details: { plugin: cycle[0], cycle },
  });
}

function missing(plugin: string, name: string, range: string) {
  return pluginErrors.create("PLUGIN_REQUIREMENT_MISSING", {
    message: `The plugin "${plugin}" needs the plugin "${name}" ${range}, which is not there or cannot be used.`,
    hint: `Run: npm install ${name}. If it is there, see what diagnostics() says of it.`,
    details: { plugin, requires: name, expected: range },
  });
}

function wrongVersion(plugin: string, { name, version }: PluginRecord, range: string) {
  return pluginErrors.create("PLUGIN_INCOMPATIBLE", {
    message: `The plugin "${plugin}" needs the plugin "${name}" ${range}; found is ${version}.`,
    hint: `Run: npm install "${name}@${range}".`,
    details: { plugin, requires: name, expected: range, received: version },
  });
}
