import type { FastifyInstance } from "fastify";
import { serverErrors } from "../../errors.ts";

/** Deepest nesting of a body: far above what requests need, far below what exhausts the stack of whoever walks it. */
export const MAX_JSON_DEPTH = 64;

/** Bodies are JSON or refused. */
export function acceptOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    try {
      done(null, parseJson(String(body)));
    } catch (thrown) {
      done(thrown as Error);
    }
  });
}

/** @returns undefined for an empty text. @throws INVALID_JSON */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  if (isDeeperThan(text, MAX_JSON_DEPTH))
    throw invalidJson(`is nested more than ${MAX_JSON_DEPTH} levels deep`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalidJson(`is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Counts brackets outside of strings; one pass over the text. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

function invalidJson(what: string) {
  return serverErrors.create("INVALID_JSON", {
    message: `The body ${what}.`,
    hint: "Send one JSON object, for example made with JSON.stringify.",
  });
}
