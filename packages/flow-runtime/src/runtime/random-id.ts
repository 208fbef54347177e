/** Where the two digits of each byte stand. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
/** Ids for which random bytes are fetched at once. */
const BATCH = 256;
const DIGITS = Buffer.from("0123456789abcdef");

const text = Buffer.from("00000000-0000-0000-0000-000000000000");
const random = new Uint8Array(PLACES.length * BATCH);
let next = random.length;

/**
 * A random UUID (version 4), as one flat string. The strings of `crypto.randomUUID()` are chains of sixteen parts, which
 * take half a kilobyte each for as long as a trace runs.
 */
export function randomId(): string {
  if (next === random.length) refill();
  for (const place of PLACES) {
    const byte = random[next++] as number;
    text[place] = DIGITS[byte >> 4] as number;
    text[place + 1] = DIGITS[byte & 15] as number;
  }
  return text.toString("latin1");
}

/** Version and variant have bits of their own (RFC 9562, section 5.4). */
function refill(): void {
  crypto.getRandomValues(random);
  next = 0;
  for (let start = 0; start < random.length; start += PLACES.length) {
    random[start + 6] = ((random[start + 6] as number) & 0x0f) | 0x40;
    random[start + 8] = ((random[start + 8] as number) & 0x3f) | 0x80;
  }
}
