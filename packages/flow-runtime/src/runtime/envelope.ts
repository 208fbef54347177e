import type { Meta } from "../meta.ts";
import type { Trace } from "./trace.ts";

/** A message on its way. */
export class Envelope {
  readonly trace: Trace;
  readonly payload: unknown;
  readonly meta: Meta;
  /** Place of the edge that it came over, in order of declaration; -1 from outside. */
  readonly edge: number;

  constructor(trace: Trace, payload: unknown, meta: Meta, edge: number) {
    this.trace = trace;
    this.payload = payload;
    this.meta = meta;
    this.edge = edge;
  }
}
