import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

/** A JSON file as an object; undefined when it is not there, or holds something else. Whoever needs it will complain. */
export async function jsonFile(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    return parsed(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** The same without waiting. */
export function jsonFileNow(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parsed(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : undefined;
}

/** Whether a value is an object with keys. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
