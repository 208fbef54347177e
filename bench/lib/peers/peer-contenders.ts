import type { Contender, Sample } from "../row.ts";
import type { Peer } from "./peer.ts";
import { PEERS } from "./peers.ts";

/** The peers that can do a work, as contenders of its row. @param can which ones; default all */
export function peerContenders(
  measure: (peer: Peer) => Promise<Sample>,
  can: (peer: Peer) => boolean = () => true,
): Readonly<Record<string, Contender>> {
  const able = Object.entries(PEERS).filter(([, peer]) => can(peer));
  return Object.fromEntries(
    able.map(([name, peer]) => [name, { version: peer.version, measure: () => measure(peer) }]),
  );
}
