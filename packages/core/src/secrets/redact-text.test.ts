import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakeSecrets } from "../testing/fake-secrets.ts";
import { MAX_REDACTED_TEXT, redactText } from "./redact-text.ts";
import { SECRET_SHAPES } from "./secret-shapes.ts";

/** What of a secret must not be seen: its longest word. */
const core = (value: string) =>
  [...value.split(/[\s:/@=.]+/)].sort((a, b) => b.length - a.length)[0] as string;

const SENTENCES: readonly (readonly [string, (secret: string) => string])[] = [
  ["alone", (secret) => secret],
  [
    "in a sentence",
    (secret) => `Incorrect API key provided: ${secret}. You can find it at https://a.example.`,
  ],
  ["in quotes", (secret) => `refused "${secret}"`],
  ["in brackets", (secret) => `(${secret}),[${secret}]`],
  ["in JSON", (secret) => JSON.stringify({ value: secret, next: 1 })],
  ["in JSON in JSON", (secret) => JSON.stringify({ body: JSON.stringify({ value: secret }) })],
  ["at the end of a line", (secret) => `a\nfailed for ${secret}\r\nb`],
  ["after a colon", (secret) => `x:${secret}`],
  ["in an address", (secret) => `https://a.example/${secret}/x?y=1`],
];

describe("a text", () => {
  it.each(fakeSecrets().map(({ kind, value }) => [kind, value] as const))(
    "does not show a secret of the kind %s, wherever it stands",
    (_kind, value) => {
      for (const [place, write] of SENTENCES) {
        const text = write(value);
        expect(text, place).toContain(place.startsWith("in JSON") ? core(value).slice(0, 8) : core(value));
        expect(redactText(text), `${place}: ${redactText(text)}`).not.toContain(core(value));
      }
    },
  );

  it("is known in at least thirty kinds, and each shape is a regular expression of its own", () => {
    expect(fakeSecrets().length).toBeGreaterThan(60);
    for (const shape of Object.values(SECRET_SHAPES)) expect(() => new RegExp(shape)).not.toThrow();
  });

  it.each([
    "The quick brown fox jumps over the lazy dog, https://example.com/a/b?page=2&size=10#top.",
    "apiKey: It is missing; expected a text.",
    "password: Got a number; expected a text. Set it to a text.",
    "Set OPENAI_API_KEY, or pass openai({ apiKey }).",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference in a shell
    "export OPENAI_API_KEY=${KEY}",
    "Bearer authentication is not supported; Basic authentication is.",
    'const token = getToken(); const next = tokens["a"];',
    "http://localhost:5173/@fs/home/ada/project/file.ts",
    "git@github.com:ada/project.git, ssh://git@github.com/ada/project",
    "postgres://ada@localhost:5432/agents",
    "maxTokens: 4096, nextPageToken: none, tokens=12, key: abc123456789",
    "run 0190a6f4-5b1c-7c3e-9d2f-1a2b3c4d5e6f at 2026-01-01T00:00:00.000Z",
    "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
    "class sk-loading-indicator-wrapper, task-force, risk-assessment-of-things",
    "an eyJhIjoxfQ cursor, 12:30:45, C:\\Users\\ada, /usr/local/lib/node_modules/x/y.js:10:20",
    "at Object.<anonymous> (file:///home/ada/x.ts:1:23)",
  ])("without secrets stays as it is: %s", (text) => {
    expect(redactText(text)).toBe(text);
  });

  it.each([
    ['{"apiKey":"plum"}', '{"apiKey":"[redacted]"}'],
    ['{\\"api_key\\":\\"plumtree\\"}', '{\\"api_key\\":\\"[redacted]\\"}'],
    ["DB_PASSWORD=plum1234 node x", "DB_PASSWORD=[redacted] node x"],
    ["x-api-key: plum12345678", "x-api-key: [redacted]"],
    ["run --password plum-tree --port 8080", "run --password [redacted] --port 8080"],
    ["GET /x?access_token=plum&page=2", "GET /x?access_token=[redacted]&page=2"],
    ["Cookie: a=plum1; b=tree2", "Cookie: [redacted]"],
    ["Server=db;Password=plum-tree;Port=1", "Server=db;Password=[redacted];Port=1"],
    [`redis://:${"plum"}@cache:6379`, "redis://[redacted]@cache:6379"],
    ["Incorrect API key provided: sk-pr****wxyz.", "Incorrect API key provided: [redacted]."],
  ])("loses the values of keys that sound secret: %s", (text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it("is the same when it is looked through again", () => {
    for (const { value } of fakeSecrets()) {
      const once = redactText(`key ${value} and {"token":"${value.replaceAll("\n", " ")}"}`);
      expect(redactText(once)).toBe(once);
    }
  });

  it("is looked through in time that grows with its length, whatever it is made of", {
    timeout: 60_000,
  }, () => {
    const pieces = fc.constantFrom(
      "-----BEGIN RSA PRIVATE KEY-----",
      "://",
      "a://a:",
      "@",
      "sk-",
      "sk-a…",
      "eyJaaaaaaaaaa.",
      "eyJ",
      "token",
      "token=",
      'token":"',
      "\\\\",
      '"',
      "--api-",
      "--token ",
      " ",
      "\n",
      "Cookie: ",
      ":",
      "=",
      "A1",
      "a-",
      "9".repeat(11),
      "Bearer ",
      "hooks.slack.com/services/",
      "AAAA.",
      "dp.pt.",
      "_",
      "€",
    );
    const length = 200_000;
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 4 }), (unit) => {
        const one = unit.join("");
        const text = one.repeat(Math.ceil(length / one.length));
        const before = process.cpuUsage();
        redactText(text);
        expect(process.cpuUsage(before).user / 1_000, JSON.stringify(unit)).toBeLessThan(1_000);
      }),
      { numRuns: 60, examples: [[["eyJ", "sk-"]], [["eyJ", "-"]]] },
    );
  });

  it("is cut where nobody looked", () => {
    const text = redactText("a b ".repeat(MAX_REDACTED_TEXT / 4 + 5));
    expect(text).toHaveLength(MAX_REDACTED_TEXT + "… (20 more characters)".length);
    expect(text).toMatch(/… \(20 more characters\)$/);
  });
});
