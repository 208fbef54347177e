/** Flat names that are safe in a config file, a URL and a log. */
const KEY = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** What a key is, in words. */
export const RESOURCE_KEY_WORDS = "a letter, then letters, digits, _ and -, at most 64 in all";

/** Whether a value can be the key of a resource. */
export const isResourceKey = (value: unknown): value is string =>
  typeof value === "string" && KEY.test(value);
