import { suggest } from "@pergola/core";
import { serverErrors } from "../errors.ts";
import type { ServedFlow } from "./served-flow.ts";

/** Longest name that an error repeats, in UTF-16 code units. */
const MAX_SHOWN_CHARS = 200;

/** The flows of a server, by name. */
export interface FlowDirectory {
  /** In the order that they were given. */
  readonly all: readonly ServedFlow[];
  /** @throws FLOW_NOT_FOUND with the nearest name and all that exist */
  get(name: string): ServedFlow;
}

/** @throws INVALID_SERVER_OPTIONS when two have one name */
export function createFlowDirectory(flows: readonly ServedFlow[]): FlowDirectory {
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  if (byName.size < flows.length) {
    throw serverErrors.create("INVALID_SERVER_OPTIONS", {
      message: "Two flows have one name; clients pick a flow by its name.",
      hint: "Name them: createFlow({ name, edges }).",
    });
  }
  return {
    all: [...flows],
    get(name) {
      const flow = byName.get(name);
      if (flow === undefined) throw flowNotFound(name.slice(0, MAX_SHOWN_CHARS), byName.keys());
      return flow;
    },
  };
}

function flowNotFound(name: string, known: Iterable<string>) {
  return serverErrors.create("FLOW_NOT_FOUND", {
    message: `No flow is called ${JSON.stringify(name)}.`,
    hint: suggest(name, known),
    details: { flow: name, param: "flow" },
  });
}
