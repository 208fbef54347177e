import { type Drawable, toDescription } from "../drawable.ts";
import type { ActivitySnapshot, NodeActivity } from "./activity-snapshot.ts";

const IDLE: NodeActivity = Object.freeze({
  state: "idle",
  at: 0,
  running: 0,
  started: 0,
  finished: 0,
  failed: 0,
  latenciesMs: Object.freeze([]),
});

/** The snapshot before anything has happened: every node is idle. @throws INVALID_GRAPH */
export function startActivity(drawable: Drawable): ActivitySnapshot {
  const { nodes } = toDescription(drawable);
  return Object.freeze({ nodes: new Map(nodes.map(({ id }) => [id, IDLE])), ignored: 0 });
}
