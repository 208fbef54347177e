import { isSecretKey as isSecret } from "@pergola/core";

/** Whether the value of a key of this name should never be shown. In a file that people write, a bare `key` is one too. */
export function isSecretKey(key: string): boolean {
  return isSecret(key) || /^keys?$/i.test(key);
}
