import { basename } from "node:path";
import { isPergolaError, type PergolaError } from "@pergola/core";
import type { Candidate } from "../discovery/candidate.ts";
import { unreadable } from "../discovery/discovery-errors.ts";
import type { PluginFiles } from "../discovery/plugin-files.ts";
import { providerClaims } from "../manifest/plugin-manifest.ts";
import { assertAllowed } from "./allow-list.ts";
import { assertCompatible } from "./compatibility.ts";
import { entryFile } from "./entry-path.ts";
import type { PluginRecord } from "./plugin-record.ts";

/** What a plugin is held to before its code may run. */
export interface PluginRules {
  /** The version of Pergola that runs. */
  readonly version: string;
  /** Names, with ranges where wanted, that alone may be used. */
  readonly allow: readonly string[] | undefined;
}

/** A candidate with the verdict on it. */
export async function toRecord(
  files: PluginFiles,
  candidate: Candidate,
  rules: PluginRules,
): Promise<PluginRecord> {
  const { origin, file, parsed } = candidate;
  const directory = (await files.real(candidate.directory).catch(() => undefined)) ?? candidate.directory;
  const place = { origin, directory, file };
  if (parsed.kind === "broken") {
    const { name = basename(directory), claims, error } = parsed;
    return { ...place, name, claims, problem: error };
  }
  const { manifest } = parsed;
  const { name, version } = manifest;
  const record: PluginRecord = { ...place, name, version, manifest, claims: providerClaims(manifest) };
  const problem = await problemOf(files, record, rules);
  return problem === undefined ? record : { ...record, problem };
}

async function problemOf(
  files: PluginFiles,
  { manifest, directory = "", origin, file = "" }: PluginRecord,
  { version, allow }: PluginRules,
): Promise<PergolaError | undefined> {
  if (manifest === undefined) return undefined;
  try {
    // What the program registers itself is allowed by that.
    if (origin !== "registered") await assertAllowed(manifest, allow);
    await assertCompatible(manifest, version);
    await entryFile(files, { name: manifest.name, directory, entry: manifest.entry });
    return undefined;
  } catch (error) {
    return isPergolaError(error) ? error : unreadable(file, error);
  }
}
