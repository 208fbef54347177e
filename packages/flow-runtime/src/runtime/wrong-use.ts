import { flowErrors } from "../errors.ts";
import type { Link } from "./link.ts";

export const invalidId = (flow: string, id: unknown) =>
  flowErrors.create("INVALID_OPTIONS", {
    message: `The createId of flow "${flow}" gave ${String(id)}; expected a text that is not empty.`,
    hint: "Leave createId out for random UUIDs.",
  });

export const duplicateTrace = (traceId: string) =>
  flowErrors.create("DUPLICATE_TRACE", {
    message: `A trace with the id ${JSON.stringify(traceId)} is running.`,
    hint: "Leave traceId out, or use a new one.",
    details: { traceId },
  });

export const unknownIngress = (flow: string, target: string, ingress: readonly Link[]) =>
  flowErrors.create("UNKNOWN_TARGET", {
    message: `The flow "${flow}" has no ingress ${JSON.stringify(target)}.`,
    hint: `Messages enter at ${ingress.map(({ to }) => `"${to}"`).join(", ")}.`,
    details: { target },
  });

/** @param node undefined: it is the flow that has none */
export const noRoom = (flow: string, node: string | undefined) =>
  flowErrors.create("QUEUE_FULL", {
    message:
      node === undefined
        ? `The flow "${flow}" runs as many traces as it may.`
        : `Node "${node}" has no room.`,
    hint: "Await emit() instead, or raise maxTraces or queueSize.",
  });
