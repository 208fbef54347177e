import type { GraphDescription } from "@pergola/core";

/** Ids of the beginning and the end of a flow's graph, and of the nodes at which messages enter. */
export interface GraphEnds {
  readonly start: string;
  readonly end: string;
  readonly ingress: readonly string[];
}

export function graphEnds({ nodes, edges }: GraphDescription): GraphEnds {
  const idOf = (kind: string) => nodes.find((node) => node.kind === kind)?.id ?? kind;
  const start = idOf("start");
  const ingress = edges.filter(({ from }) => from === start).map(({ to }) => to);
  return { start, end: idOf("end"), ingress };
}
