import { toWire, type WireItem } from "./to-wire.ts";

/**
 * A chunk or result as the text of one WebSocket frame: JSON with `type: "chunk"` or `type: "result"`.
 *
 * @throws INVALID_OPTIONS when JSON cannot say it
 */
export function toWebSocketFrame(item: WireItem): string {
  return toWire(item).json;
}
