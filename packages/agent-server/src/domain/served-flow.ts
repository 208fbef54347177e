import type { Flow } from "@pergola/flow-runtime";

/** The part of a flow that the server needs. Every `Flow` is one. */
export type ServedFlow = Pick<Flow, "name" | "run" | "describe" | "stream" | "cancel" | "on" | "stats">;
