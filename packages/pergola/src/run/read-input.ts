import { abortable, errorMessage } from "@pergola/core";
import type { CliContext } from "../cli/cli-context.ts";
import { pergolaErrors } from "../errors.ts";

/** Most bytes that are read from stdin: 64 MiB. */
const MAX_INPUT_BYTES = 64 * 1024 * 1024;

/** The message that a run begins with; `-` reads it from stdin. @throws INVALID_INPUT, the signal's reason */
export async function readInput(
  input: string | undefined,
  { stdin, signal }: Pick<CliContext, "stdin" | "signal">,
): Promise<unknown> {
  if (input === undefined) return undefined;
  if (input !== "-") return parse(input, "The input");
  return parse(await abortable(readAll(stdin), signal), "What stdin gave");
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(
      text.trim() === "" ? `${what} is empty; expected JSON.` : `${what} is no JSON: ${errorMessage(cause)}`,
      cause,
    );
  }
}

async function readAll(stdin: AsyncIterable<Uint8Array | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk as string);
    chunks.push(bytes);
    size += bytes.length;
    if (size > MAX_INPUT_BYTES)
      throw invalid(`stdin gave more than ${MAX_INPUT_BYTES} bytes; expected less.`);
  }
  return decode(Buffer.concat(chunks));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw invalid("What stdin gave is not UTF-8.", cause);
  }
}

const invalid = (message: string, cause?: unknown) =>
  pergolaErrors.create("INVALID_INPUT", {
    message,
    hint: `A text needs quotes that the shell leaves: '"a text"'. An object is written as '{"key": "value"}'.`,
    cause,
  });
