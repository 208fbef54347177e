import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";

const compress = promisify(brotliCompress);

export interface Density {
  readonly bytes: number;
  /** How many are left when everything that repeats is said once. */
  readonly compressedBytes: number;
}

/** How much a text repeats itself, by how small it becomes. */
export async function measureDensity(text: string): Promise<Density> {
  const bytes = Buffer.from(text);
  const compressed = await compress(bytes);
  return { bytes: bytes.length, compressedBytes: compressed.length };
}
