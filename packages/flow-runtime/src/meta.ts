import { Outgoing } from "./outgoing.ts";

/** What travels beside a payload; frozen. It is in no event, log or error. */
export type Meta = Readonly<Record<string, unknown>>;

export const NO_META: Meta = Object.freeze({});

/** Two values of one key at a join. */
export type MetaReducer = (current: unknown, update: unknown, key: string) => unknown;

/** A payload to return from a node, whose message also carries these keys. Other branches never see them. */
export function withMeta<Payload>(payload: Payload, meta: Meta): Payload {
  // A node that returns it returns, for all that type checkers need to know, the payload.
  return new Outgoing(payload, meta) as unknown as Payload;
}

/** Puts several together: of a key in more than one the last counts, or what `reduce` makes of them. */
export function mergeMeta(metas: readonly Meta[], reduce?: MetaReducer): Meta {
  // A map, for a key may be called "__proto__".
  const merged = new Map<string, unknown>();
  for (const [key, value] of metas.flatMap((meta) => Object.entries(meta)))
    merged.set(key, reduce !== undefined && merged.has(key) ? reduce(merged.get(key), value, key) : value);
  return Object.freeze(Object.fromEntries(merged));
}

/** A message's own meta with what is added to it. */
export function extendMeta(meta: Meta, added: Meta | undefined): Meta {
  return added === undefined ? meta : Object.freeze({ ...meta, ...added });
}
