import { flowErrors } from "./errors.ts";
import type { NodeDefinition } from "./flow-node.ts";
import type { ModelRegistry, NodeSchemas } from "./model-registry.ts";

/** Refuses what no later entry of the registry can mend. @throws INVALID_FLOW, UNKNOWN_MODEL */
export function checkSchemas(
  flow: string,
  nodes: readonly NodeDefinition[],
  registry: ModelRegistry | undefined,
): void {
  const both = nodes.filter((node) => hasOwn(node) && registry?.get(node.name) !== undefined);
  if (both.length > 0) {
    throw flowErrors.create("INVALID_FLOW", {
      message: `In the flow "${flow}" the registry has schemas for ${list(both)}, which have their own, too.`,
      hint: "Keep one of both.",
      details: { nodes: sorted(both) },
    });
  }
  refuseMissing(
    flow,
    nodes.filter((node) => registry === undefined || hasOwn(node)),
    registry,
  );
}

/** The schemas of each node: its own, or the registry's. @throws INVALID_FLOW, UNKNOWN_MODEL with all names, sorted */
export function resolveSchemas(
  flow: string,
  nodes: readonly NodeDefinition[],
  registry: ModelRegistry | undefined,
): ReadonlyMap<string, NodeSchemas> {
  checkSchemas(flow, nodes, registry);
  refuseMissing(flow, nodes, registry);
  refuseStrangers(flow, nodes, registry);
  return new Map(nodes.map((node) => [node.name, schemasOf(node, registry)]));
}

function refuseMissing(
  flow: string,
  nodes: readonly NodeDefinition[],
  registry: ModelRegistry | undefined,
): void {
  const missing = nodes.filter((node) => isMissing(node, schemasOf(node, registry)));
  if (missing.length === 0) return;
  throw flowErrors.create("UNKNOWN_MODEL", {
    message: `In the flow "${flow}" the policy of ${list(missing)} says validate, and there are no schemas for that.`,
    hint: "Give the node an input or output schema, or the flow a registry that has them.",
    details: { nodes: sorted(missing) },
  });
}

/** Whether somebody asked for a check that there is no schema for. */
function isMissing({ isValidateAsked, policy }: NodeDefinition, { input, output }: NodeSchemas): boolean {
  if (!isValidateAsked) return false;
  if (policy.validate === "in") return input === undefined;
  if (policy.validate === "out") return output === undefined;
  return input === undefined && output === undefined;
}

function refuseStrangers(
  flow: string,
  nodes: readonly NodeDefinition[],
  registry: ModelRegistry | undefined,
): void {
  const known = new Set(nodes.map(({ name }) => name));
  const strangers = (registry?.names ?? []).filter((name) => !known.has(name));
  if (strangers.length === 0) return;
  throw flowErrors.create("UNKNOWN_MODEL", {
    message: `The registry of the flow "${flow}" has schemas for ${strangers.join(", ")}, which are no nodes of it.`,
    hint: `Its nodes are ${[...known].sort().join(", ")}.`,
    details: { nodes: strangers },
  });
}

const schemasOf = (node: NodeDefinition, registry: ModelRegistry | undefined): NodeSchemas =>
  hasOwn(node) ? node : (registry?.get(node.name) ?? {});
const hasOwn = ({ input, output }: NodeDefinition) => input !== undefined || output !== undefined;
const sorted = (nodes: readonly NodeDefinition[]) => nodes.map(({ name }) => name).sort();
const list = (nodes: readonly NodeDefinition[]) =>
  sorted(nodes)
    .map((name) => `"${name}"`)
    .join(", ");
