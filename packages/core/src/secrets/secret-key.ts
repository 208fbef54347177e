/** Last words that always name a secret. */
const SECRETS: ReadonlySet<string> = new Set(
  `auth authorization bearer cookie cookies credential credentials dsn jwt otp pass passcode passphrase passwd password passwords
  pwd secret secrets sig token`.split(/\s+/),
);
/** Last words that name one together with the word before, or written in one with it: `access_key`, `accesskeys`. */
const WITH_QUALIFIER =
  /(?:access|account|admin|api|app|auth|bearer|bot|client|csrf|deploy|encryption|id|jwt|license|master|oauth|personal|private|refresh|secret|security|service|session|shared|signing|ssh|storage|subscription|webhook|xsrf)(?:keys?|tokens?)$/;
const CONNECTION = /(?:connection|conn)string$|sharedaccesssignature$|^(?:x)?amz(?:security)?signature$/;
/** Keys and tokens that open nothing. */
const HARMLESS_KEY =
  /(?:public|publishable|primary|foreign|sort|partition|cache|object|group|index|idempotency|routing|state|step|session|storage|hot|sub|data|map|row|parent|lock)$/;
const HARMLESS_TOKEN =
  /(?:page|next|previous|cursor|continuation|per|max|min|stop|start|end|eos|bos|pad|unk|first|last|special|unexpected|mask|sep|cls)$/;
/** Words at the end that change nothing: `apiKeyValue`, `token2`. */
const TRAILING = /^(?:value|text|string|raw|header|env|\d+)$/;
const LONGEST_KEY = 128;
const MAX_KEPT = 5_000;

const verdicts = new Map<string, boolean>();

/**
 * Whether the value of a key of this name is a secret, in any spelling: `apiKey`, `API_KEY`, `x-api-key`, `dbPassword`.
 * `maxTokens`, `publicKey`, `nextPageToken` and a bare `key` are none.
 */
export function isSecretKey(key: string): boolean {
  if (key.length < 3 || key.length > LONGEST_KEY) return false;
  const known = verdicts.get(key);
  if (known !== undefined) return known;
  if (verdicts.size >= MAX_KEPT) verdicts.clear();
  const verdict = judge(key);
  verdicts.set(key, verdict);
  return verdict;
}

function judge(key: string): boolean {
  const words = wordsOf(key);
  if (CONNECTION.test(words.join(""))) return true;
  while (words.length > 1 && TRAILING.test(words.at(-1) as string)) words.pop();
  const last = words.at(-1) ?? "";
  const before = words.slice(0, -1).join("");
  if (last === "token") return !HARMLESS_TOKEN.test(before);
  if (SECRETS.has(last)) return true;
  const joined = before + last;
  if (last === "key") return before !== "" && !HARMLESS_KEY.test(before);
  return WITH_QUALIFIER.test(joined) || /(?:secret|password|passwd)s?$/.test(joined);
}

function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}
