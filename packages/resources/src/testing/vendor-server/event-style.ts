/** How events are put on the wire. Every style is legal; clients must read them all alike. */
export interface EventStyle {
  /** Default `\n`. */
  readonly lineEnding?: "\n" | "\r\n" | "\r";
  /** A byte order mark before the first event. */
  readonly hasByteOrderMark?: boolean;
  /** A comment line before each event, as proxies send to keep connections alive. */
  readonly hasComments?: boolean;
  /** Each JSON object on several `data:` lines. */
  readonly isMultiLine?: boolean;
  /** Cuts the bytes into writes of this size, so also inside UTF-8 characters. Default: one write an event. */
  readonly bytesPerWrite?: number;
}

/** The text of one event. */
export function eventText(data: unknown, style: EventStyle = {}): string {
  const { lineEnding = "\n", hasComments = false, isMultiLine = false } = style;
  const text = typeof data === "string" ? data : JSON.stringify(data, null, isMultiLine ? 1 : 0);
  const lines = text.split("\n").map((line) => `data: ${line}`);
  return [...(hasComments ? [": keep-alive"] : []), ...lines, "", ""].join(lineEnding);
}

/** The writes that carry `text`. */
export function eventWrites(text: string, style: EventStyle = {}): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  const size = style.bytesPerWrite ?? bytes.length;
  const writes: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) writes.push(bytes.subarray(start, start + size));
  return writes;
}
