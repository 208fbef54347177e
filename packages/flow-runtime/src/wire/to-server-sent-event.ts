import { toWire, type WireItem } from "./to-wire.ts";

/**
 * A chunk or result as one server-sent event, its blank line included: `event` is `chunk` or `result`, `data` one line
 * of JSON, so that any text arrives as it was, line ends of all kinds included.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
 *
 * @throws INVALID_OPTIONS when JSON cannot say it
 */
export function toServerSentEvent(item: WireItem): string {
  const { type, json } = toWire(item);
  return `event: ${type}\ndata: ${json}\n\n`;
}
