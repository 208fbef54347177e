import { Window } from "happy-dom";

export interface MermaidGraph {
  readonly nodes: readonly { readonly id: string; readonly label: string; readonly shape: string }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly label: string;
    readonly isDashed: boolean;
  }[];
  /** Clusters, each with the ids of its nodes and clusters. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
  readonly classes: ReadonlyMap<string, readonly string[]>;
}

interface FlowDatabase {
  getVertices(): Map<string, { id: string; text?: string; type?: string; classes: string[] }>;
  getEdges(): { start: string; end: string; text: string; stroke: string }[];
  getSubGraphs(): { id: string; nodes: string[]; title: string }[];
}

// Mermaid cleans labels with a DOM, which Node does not have.
const window = new Window();
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");

/** Reads a flowchart with Mermaid's own parser. @throws what the parser throws */
export async function parseMermaid(text: string): Promise<MermaidGraph> {
  // The first call also makes the kinds of diagrams known.
  await mermaid.parse(text);
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  const database = diagram.db as unknown as FlowDatabase;
  const subgraphs = database.getSubGraphs();
  const names = new Set(subgraphs.map(({ id }) => id));
  const vertices = [...database.getVertices().values()].filter(({ id }) => !names.has(id));
  return {
    nodes: vertices.map(({ id, text: label = "", type = "" }) => ({ id, label: decode(label), shape: type })),
    edges: database.getEdges().map(({ start, end, text: label, stroke }) => ({
      from: start,
      to: end,
      label: decode(label),
      isDashed: stroke === "dotted",
    })),
    clusters: new Map(subgraphs.map(({ id, nodes }) => [id, nodes.toSorted()])),
    classes: new Map(vertices.map(({ id, classes }) => [id, classes])),
  };
}

/** Mermaid keeps `#34;` as a mark until it draws. */
const decode = (label: string) =>
  label.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)));
