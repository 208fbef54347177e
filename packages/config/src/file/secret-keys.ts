const SECRET_WORDS =
  /(?:^|[_-])(?:secret|password|passwd|pwd|passphrase|token|apikey|api_key|api-key|credential|credentials|authorization|auth|private[_-]?key|access[_-]?key|dsn)(?:$|[_-])/;

/** Whether the value of a key of this name should never be shown. `maxTokens` is no secret. */
export function isSecretKey(key: string): boolean {
  const words = key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return SECRET_WORDS.test(words) || /(?:^|[_-])key(?:$|[_-])/.test(words);
}
