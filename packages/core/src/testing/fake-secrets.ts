/** A made-up secret of the kind that one vendor hands out. It opens nothing. */
export interface FakeSecret {
  /** For example `github`. */
  readonly kind: string;
  readonly value: string;
}

const LETTERS = "aB3dE7fG9hJ2kL5mN8pQ1rS4tU6vW0xYzCbDcFeHgKiM";
const HEX = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const CAPITALS = "A2B3C4D5E6F7GHJKLMNPQRSTUVWX";

const cycle = (alphabet: string, length: number) =>
  alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
const some = (length: number) => cycle(LETTERS, length);
const hex = (length: number) => cycle(HEX, length);
const capitals = (length: number) => cycle(CAPITALS, length);
/** Put together when it is asked for: no secret stands in a file, where scanners would find it. */
const join = (...parts: readonly string[]) => parts.join("");
const base64 = (text: string) => btoa(text).replace(/=+$/, "");

const MAKERS: Readonly<Record<string, () => string>> = {
  openai: () => join("sk", "-", some(48)),
  "openai project": () => join("sk", "-proj-", some(60)),
  anthropic: () => join("sk", "-ant-api03-", some(80)),
  openrouter: () => join("sk", "-or-v1-", hex(64)),
  google: () => join("AI", "za", some(35)),
  "google oauth": () => join("ya29", ".", some(60)),
  "aws key id": () => join("AK", "IA", capitals(16)),
  "aws bedrock": () => join("AB", "SK", some(80)),
  azure: () => join(some(52), "JQQJ99", some(26)),
  "azure client": () => join("aB3", "8Q", "~", some(34)),
  github: () => join("gh", "p_", some(36)),
  "github oauth": () => join("gh", "o_", some(36)),
  "github fine-grained": () => join("github", "_pat_", some(22), "_", some(59)),
  gitlab: () => join("gl", "pat-", some(20)),
  slack: () => join("xo", "xb-", "123456789012-", some(24)),
  "slack webhook": () => join("https://hooks.slack", ".com/services/", "T00000000/B00000000/", some(24)),
  stripe: () => join("sk", "_live_", some(24)),
  "stripe restricted": () => join("rk", "_live_", some(24)),
  "stripe webhook": () => join("wh", "sec_", some(32)),
  twilio: () => join("S", "K", hex(32)),
  sendgrid: () => join("S", "G.", some(22), ".", some(43)),
  mailgun: () => join("key", "-", hex(32)),
  mailchimp: () => join(hex(32), "-us", "21"),
  npm: () => join("np", "m_", some(36)),
  pypi: () => join("py", "pi-", some(80)),
  docker: () => join("dckr", "_pat_", some(27)),
  huggingface: () => join("h", "f_", some(34)),
  groq: () => join("gs", "k_", some(52)),
  xai: () => join("xa", "i-", some(80)),
  perplexity: () => join("ppl", "x-", some(48)),
  replicate: () => join("r", "8_", some(37)),
  nvidia: () => join("nv", "api-", some(64)),
  tavily: () => join("tv", "ly-dev-", some(32)),
  langsmith: () => join("lsv2", "_pt_", hex(32), "_", hex(10)),
  databricks: () => join("da", "pi", hex(32)),
  digitalocean: () => join("do", "p_v1_", hex(64)),
  telegram: () => join("1234567890", ":", "AA", some(33)),
  discord: () => join("M", some(25), ".", some(6), ".", some(38)),
  jwt: () => join(base64('{"alg":"HS256"}'), ".", base64('{"sub":"ada","n":1}'), ".", some(43)),
  "private key": () =>
    join(
      "-----BEGIN ",
      "RSA PRIVATE",
      " KEY-----\n",
      some(64),
      "\n",
      some(20),
      "\n-----END RSA PRIVATE",
      " KEY-----",
    ),
  "ssh key": () =>
    join(
      "-----BEGIN ",
      "OPENSSH PRIVATE",
      " KEY-----\n",
      some(70),
      "\n-----END OPENSSH PRIVATE",
      " KEY-----",
    ),
  age: () => join("AGE-SECRET", "-KEY-1", capitals(58)),
  "bearer header": () => join("Bea", "rer ", some(40)),
  "basic header": () => join("Ba", "sic ", btoa(join("ada", ":", "open-sesame-9"))),
  "web address": () => join("https://", "ada", ":", "open-sesame-9", "@example.com/path"),
  postgres: () => join("postgres://", "ada", ":", "open-sesame-9", "@db.example.com:5432/agents"),
  redis: () => join("redis://", ":", "open-sesame-9", "@cache.example.com:6379"),
  mongodb: () => join("mongodb+srv://", "ada", ":", "open-sesame-9", "@cluster.example.com/x"),
  "azure storage": () => join("DefaultEndpointsProtocol=https;AccountName=a;Account", "Key=", some(86), "=="),
  "query parameter": () => join("https://example.com/?api", "_key=", "open-sesame-9"),
  shopify: () => join("shp", "at_", hex(32)),
  linear: () => join("lin", "_api_", some(40)),
  notion: () => join("nt", "n_", some(46)),
  vercel: () => join("vc", "p_", some(40)),
  netlify: () => join("nf", "p_", some(40)),
  fly: () => join("fm", "2_", some(80)),
  vault: () => join("hv", "s.", some(90)),
  terraform: () => join(some(14), ".atlas", "v1.", some(60)),
  grafana: () => join("gl", "sa_", some(32), "_", hex(8)),
  sentry: () => join("sntry", "s_", some(60)),
  newrelic: () => join("NR", "AK-", capitals(27)),
  postman: () => join("PM", "AK-", hex(24), "-", hex(34)),
  supabase: () => join("sb", "p_", hex(40)),
  airtable: () => join("pat", some(14), ".", hex(64)),
  figma: () => join("fig", "d_", some(40)),
  tailscale: () => join("ts", "key-auth-", some(11), "-", some(32)),
};

/**
 * Made-up keys and tokens of all kinds that Pergola knows by their looks, the same in each run: for tests that show that none
 * of them comes out of a log, an error or a page.
 */
export function fakeSecrets(): readonly FakeSecret[] {
  return Object.entries(MAKERS).map(([kind, make]) => ({ kind, value: make() }));
}
