import { Graphviz } from "@hpcc-js/wasm-graphviz";

export interface DotGraph {
  readonly name: string;
  readonly nodes: readonly { readonly id: string; readonly shape?: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly isDashed: boolean }[];
  /** Clusters, each with the ids of the nodes in it and below it. */
  readonly clusters: ReadonlyMap<string, readonly string[]>;
}

interface Json {
  readonly name: string;
  readonly objects?: readonly {
    readonly _gvid: number;
    readonly name: string;
    readonly nodes?: readonly number[];
    readonly shape?: string;
  }[];
  readonly edges?: readonly { readonly tail: number; readonly head: number; readonly style?: string }[];
}

const graphviz = await Graphviz.load();

/** Reads a graph with Graphviz itself. @throws what Graphviz throws */
export function parseDot(text: string): DotGraph {
  const { name, objects = [], edges = [] } = JSON.parse(graphviz.layout(text, "dot_json", "dot")) as Json;
  const isCluster = (each: { readonly name: string }) => each.name.startsWith("cluster_");
  const idOf = (place: number) => objects[place]?.name ?? "";
  return {
    name,
    nodes: objects.filter((each) => !isCluster(each)).map(({ name: id, shape }) => ({ id, shape })),
    edges: edges.map(({ tail, head, style }) => ({
      from: idOf(tail),
      to: idOf(head),
      isDashed: style === "dashed",
    })),
    clusters: new Map(
      objects
        .filter(isCluster)
        .map(({ name: cluster, nodes = [] }) => [
          cluster.slice("cluster_".length),
          nodes.map(idOf).toSorted(),
        ]),
    ),
  };
}

/** The text that Graphviz draws, in its order. */
export function dotTexts(text: string): string[] {
  const svg = graphviz.layout(text, "svg", "dot");
  const decode = (each: string) =>
    each
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
      .replace(
        /&(lt|gt|amp|quot|apos);/g,
        (_, name: string) => ({ lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" })[name] ?? "",
      );
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, each = ""]) =>
    decode(each).replaceAll("\u00A0", " "),
  );
}
