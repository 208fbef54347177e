/** A part of a text that a node streams to whoever reads its trace. */
export interface StreamChunk {
  readonly traceId: string;
  /** Default: the id of the trace. */
  readonly streamId: string;
  /** From 0 for each stream of a trace; begins again after `done`. */
  readonly seq: number;
  readonly text: string;
  /** Whether the stream ends with it. */
  readonly done: boolean;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly nodeName: string;
  /** From 1. When it grows, the node was run again: what its earlier tries said does not count. */
  readonly attempt: number;
}

/** What a node says of a chunk. */
export interface ChunkInit {
  readonly text: string;
  /** Default: the id of the trace. */
  readonly streamId?: string;
  /** Default: one more than the last. It may not go back. */
  readonly seq?: number;
  /** Default false. */
  readonly done?: boolean;
  readonly meta?: Readonly<Record<string, unknown>>;
  /** A successor that gets the chunk as a message. Default: whoever reads the trace. */
  readonly to?: string;
}
