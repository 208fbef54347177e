/** A returned payload with more to say than itself. */
export class Outgoing {
  readonly payload: unknown;
  readonly meta: Readonly<Record<string, unknown>> | undefined;
  /** Names of the successors that it goes to; absent: all of them. */
  readonly to: readonly string[] | undefined;

  constructor(payload: unknown, meta?: Readonly<Record<string, unknown>>, to?: readonly string[]) {
    this.payload = payload;
    this.meta = meta;
    this.to = to;
  }
}
