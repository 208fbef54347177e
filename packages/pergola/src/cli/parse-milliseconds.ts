import { InvalidArgumentError } from "commander";

/** @throws InvalidArgumentError unless it is a whole number from 1 */
export function parseMilliseconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("Expected milliseconds, a whole number from 1.");
}
