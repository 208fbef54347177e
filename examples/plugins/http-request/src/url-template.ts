import { parseTemplate } from "@pergola/core-steps";
import { httpErrors } from "./errors.ts";

type State = Readonly<Record<string, unknown>>;

/** A segment that leads upwards, however it is written: a URL reads `%2e` as a dot. */
const DOTS = /[/\\](?:\.|%2e){1,2}(?:[/\\?#]|$)/i;

/**
 * A template of an address. A value that is a part of it is encoded, so that it cannot become another host, path or
 * parameter; one that is all of it is taken as it is.
 */
export function urlTemplate(source: string): (state: State) => string {
  const template = parseTemplate(source);
  if (/^\{\s*[\w$.-]+\s*\}$/.test(source)) return (values) => template.render({ values });
  const encodedRoots = (state: State) =>
    Object.fromEntries([...template.roots].map((root) => [root, encoded(state[root])]));
  return (state) => {
    const address = template.render({ values: encodedRoots(state) });
    if (!DOTS.test(address)) return address;
    throw httpErrors.create("HTTP_URL_INVALID", {
      message: `A value makes the address lead upwards: ${address.slice(0, 200)}`,
      hint: "Check the value; a part of an address is never . or ..",
    });
  };
}

function encoded(value: unknown): unknown {
  if (typeof value === "string") return encodeURIComponent(value);
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encoded(inner)]));
}
