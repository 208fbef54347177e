/** Edges from one node to several. */
export class Edges<From, To> {
  readonly from: From;
  readonly to: readonly To[];

  constructor(from: From, to: readonly To[]) {
    this.from = from;
    this.to = to;
  }
}
