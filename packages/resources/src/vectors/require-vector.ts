import { resourceErrors } from "../errors.ts";
import { receivedValue } from "../received-value.ts";
import type { Vector } from "./vector-store.ts";

/** No model known has more. */
export const DEFAULT_MAX_DIMENSIONS = 4096;

/**
 * A copy of a vector with 32 bits a number, as every store keeps it.
 *
 * @throws VECTOR_INVALID for what is no list, is empty or too long, or holds something that 32 bits have no number for
 */
export function requireVector(
  value: Vector,
  { maxDimensions = DEFAULT_MAX_DIMENSIONS }: { readonly maxDimensions?: number } = {},
): Float32Array {
  if (!isList(value)) throw invalidVector(`Got ${receivedValue(value, true)}; expected a list of numbers.`);
  const { length } = value;
  if (length === 0 || length > maxDimensions)
    throw invalidVector(`The vector has ${length} dimensions; expected 1 to ${maxDimensions}.`);
  const copy = new Float32Array(length);
  for (let index = 0; index < length; index++) {
    const number: unknown = value[index];
    copy[index] = typeof number === "number" ? number : Number.NaN;
    if (!Number.isFinite(copy[index]))
      throw invalidVector(
        `Number ${index} of the vector is ${receivedValue(number, false)}; expected a finite number of 32 bits.`,
      );
  }
  return copy;
}

function isList(value: unknown): value is Vector {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

const invalidVector = (message: string) =>
  resourceErrors.create("VECTOR_INVALID", {
    message,
    hint: "Pass the numbers that one embedder gives, for example [0.1, 0.9].",
  });
