import { realpath } from "node:fs/promises";
import { schemaProblems } from "@pergola/resources/definition";
import { z } from "zod";
import { configFileInvalid } from "./config-file-errors.ts";
import { problemAt } from "./config-file-problem.ts";
import { type ConfigFileLimits, fileLimits } from "./file-limits.ts";
import { findConfigFile } from "./find-config-file.ts";
import { SourceMap } from "./parts/source-map.ts";
import { Told } from "./parts/told.ts";
import { openSource } from "./source/open-source.ts";
import { ProblemList } from "./source/problem-list.ts";
import { readData } from "./source/read-module-data.ts";
import type { SourceFile } from "./source/source-file.ts";
import { dataOf, type SourceNode } from "./source/source-node.ts";
import type { Environment } from "./values/file-environment.ts";
import { interpolate } from "./values/interpolate.ts";

/** Where a key goes: a node's name, several, or nowhere. */
export type RouteData = string | readonly string[] | null;

/** What `DictRoutingPolicy.from` takes. */
export interface RoutingPolicyData {
  readonly routes: Readonly<Record<string, RouteData>>;
  /** Where a key goes that has no route. Default: such a key is an error. */
  readonly default?: RouteData;
}

export interface RoutingPolicyFileOptions {
  /** Where `${…}` is looked up. Default `process.env`. */
  readonly env?: Environment;
  readonly limits?: ConfigFileLimits;
  readonly signal?: AbortSignal;
}

const route = () => z.union([z.string().min(1), z.array(z.string().min(1)), z.null()]);

const policySchema = () =>
  z.strictObject({ routes: z.record(z.string(), route()), default: route().optional() });

/**
 * A routing table from a YAML, JSON, TypeScript or JavaScript file: `{ routes: { key: node }, default: null }`.
 *
 * @throws CONFIG_FILE_INVALID with all defects at once, CONFIG_FILE_NOT_READ
 */
export async function routingPolicyFromFile(
  path: string,
  { env = process.env, limits, signal }: RoutingPolicyFileOptions = {},
): Promise<RoutingPolicyData> {
  const problems = new ProblemList();
  const file = await realpath(await findConfigFile(path, { stem: "routes" }));
  const opened = await openSource(file, path, { limits: fileLimits(limits), problems, signal });
  const node = opened.node && interpolate(opened.node, { env, problems });
  return checked(node, opened.file, problems);
}

/** The same from plain data, checked. @throws CONFIG_FILE_INVALID */
export function routingPolicyFromObject(data: unknown, name = "routing policy"): RoutingPolicyData {
  const file: SourceFile = { name, format: "module", text: "" };
  const problems = new ProblemList();
  return checked(readData(file, data, { ...fileLimits(), problems }), file, problems);
}

export interface RoutingPolicyEnvironmentOptions {
  /** Default `process.env`. */
  readonly env?: Environment;
  /** Default `PERGOLA_ROUTE_`. */
  readonly prefix?: string;
}

/**
 * A routing table from variables: `PERGOLA_ROUTE_BILLING=accounts,audit` sends the key `billing` to two nodes, an empty one
 * nowhere. A key is what follows the prefix, in small letters; `PERGOLA_ROUTE_DEFAULT` is the default.
 *
 * @throws CONFIG_FILE_INVALID for an empty name among others
 */
export function routingPolicyFromEnvironment({
  env = process.env,
  prefix = "PERGOLA_ROUTE_",
}: RoutingPolicyEnvironmentOptions = {}): RoutingPolicyData {
  const named = Object.entries(env).filter(([name, value]) => name.startsWith(prefix) && value !== undefined);
  const routes = named.map(
    ([name, value = ""]) => [name.slice(prefix.length).toLowerCase(), routeOf(value)] as const,
  );
  const { default: fallback, ...table } = Object.fromEntries(routes);
  return routingPolicyFromObject(
    { routes: table, ...(fallback !== undefined && { default: fallback }) },
    `${prefix}…`,
  );
}

function routeOf(text: string): RouteData {
  const names = text.split(",").map((name) => name.trim());
  const [only = ""] = names;
  if (names.length > 1) return names;
  return only === "" ? null : only;
}

function checked(node: SourceNode | undefined, file: SourceFile, problems: ProblemList): RoutingPolicyData {
  if (node !== undefined)
    new Told(new SourceMap(node), problems).problems(schemaProblems(policySchema(), dataOf(node)));
  if (node === undefined || !problems.isEmpty)
    throw configFileInvalid(file.name, problems.sorted.map(problemAt));
  // Checked by the schema.
  return dataOf(node) as RoutingPolicyData;
}
