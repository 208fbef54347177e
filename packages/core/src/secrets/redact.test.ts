import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PergolaError, redact, toErrorData } from "../index.ts";
import { fakeSecrets } from "../testing/fake-secrets.ts";

const PLUM = "plum-tree-in-spring";
const secret = fakeSecrets().find(({ kind }) => kind === "github")?.value as string;

/** All that a log, a page or an inspector could show of a value. */
const everything = (value: unknown) =>
  `${inspect(value, { depth: 20, showHidden: true, getters: true })}${quietJson(value)}`;

function quietJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}

class Account {
  readonly #key = secret;
  readonly name = "ada";
  toJSON() {
    return { name: this.name, key: this.#key };
  }
}

class Client {
  readonly options: unknown;
  constructor(options: unknown = { apiKey: PLUM, url: "https://a.example" }) {
    this.options = options;
  }
}

describe("a value without its secrets", () => {
  it.each<readonly [string, unknown]>([
    ["an object", { apiKey: PLUM, other: 1 }],
    ["a nested object", { a: { b: [{ dbPassword: PLUM }] } }],
    ["an object below a secret key", { credentials: { user: "ada", value: PLUM } }],
    ["a list below a secret key", { tokens: 3, accessTokens: [PLUM] }],
    ["a number below a secret key", { password: 12345678 }],
    ["a text with a key", { message: `refused ${secret}` }],
    ["a key with a key in it", { [secret]: 1 }],
    [
      "a map",
      new Map<unknown, unknown>([
        ["authorization", PLUM],
        ["x", { y: secret }],
      ]),
    ],
    ["a set", new Set([secret])],
    ["headers", new Headers({ authorization: PLUM })],
    [
      "pairs of headers",
      {
        headers: [
          ["Authorization", PLUM],
          ["accept", "x"],
        ],
      },
    ],
    ["raw headers", { rawHeaders: ["Authorization", PLUM, "accept", "x"] }],
    ["named values", { env: [{ name: "OPENAI_API_KEY", value: PLUM }] }],
    ["search parameters", new URLSearchParams({ token: PLUM })],
    ["an address", new URL(`https://ada:${PLUM}@example.com`)],
    ["a buffer", { body: Buffer.from(`Bearer ${secret}`) }],
    ["bytes", new TextEncoder().encode(secret)],
    ["a buffer below a secret key", { privateKey: Buffer.from(PLUM) }],
    ["an instance of a class", new Client()],
    ["what tells JSON of itself", new Account()],
    ["what was made a String", Object(secret)],
    ["a symbol's property", { [Symbol("x")]: secret }],
    [
      "what a getter gives",
      {
        get x() {
          return secret;
        },
      },
    ],
    ["an error", new Error(`refused ${secret}`)],
    ["an error's cause", new Error("x", { cause: new Error("y", { cause: { apiKey: PLUM } }) })],
    [
      "an error with a request",
      Object.assign(new Error("x"), { config: { headers: { Authorization: PLUM } } }),
    ],
    ["several errors", new AggregateError([new Error(secret)], "x")],
    ["an exception of the DOM", new DOMException(secret, "AbortError")],
  ])("covers %s", (_, value) => {
    const before = everything(value);
    const shown = everything(redact(value));
    for (const each of [PLUM, secret, "12345678"]) expect(shown).not.toContain(each);
    expect(everything(value)).toBe(before);
  });

  it.each<readonly [string, unknown]>([
    [
      "plain data",
      { a: 1, b: ["x"], maxTokens: 5, password: "", token: null, secret: undefined, auth: true },
    ],
    [
      "a schema of secrets",
      { properties: { password: { type: "string" }, token: { $ref: "#/x" } }, required: ["password", "x"] },
    ],
    ["an error", new Error("x", { cause: new Error("y") })],
    ["a live object", new Client({ url: "https://a.example" })],
    ["a date", new Date(0)],
    ["headers", new Headers({ accept: "x" })],
    ["bytes", new Uint8Array([1, 2, 3])],
    ["a function", () => secret],
    ["undefined", undefined],
  ])("is the very same when there is nothing to cover: %s", (_, value) => {
    expect(redact(value)).toBe(value);
  });

  it("keeps what is beside a secret, and the class of an error", () => {
    expect(redact({ a: 1, apiKey: PLUM, b: { c: "d" } })).toEqual({
      a: 1,
      apiKey: "[redacted]",
      b: { c: "d" },
    });
    const error = Object.assign(new RangeError(`no ${secret}`), { code: "E_KEY" });
    const shown = redact(error);
    expect(shown).toBeInstanceOf(RangeError);
    expect(shown).toMatchObject({ name: "RangeError", message: "no [redacted]", code: "E_KEY" });
    expect(inspect(shown)).toMatch(/^RangeError: no \[redacted\]\n {4}at /);
  });

  it("keeps cycles as cycles", () => {
    const self: Record<string, unknown> = { apiKey: PLUM };
    self.self = self;
    self.list = [self];
    const shown = redact(self);
    expect(shown.self).toBe(shown);
    expect(shown.list).toEqual([shown]);
    const error = new Error(secret);
    error.cause = error;
    const copy = redact(error);
    expect(copy.cause).toBe(copy);
  });

  it("covers what bites when it is read", () => {
    const trap = () => {
      throw new Error(secret);
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const biting = {
      getter: Object.defineProperty({}, "x", { get: trap, enumerable: true }),
      json: { toJSON: trap },
      keys: new Proxy({}, { ownKeys: trap }),
      revoked: proxy,
    };
    expect(redact(biting)).toEqual({
      getter: { x: "[unreadable]" },
      json: "[unreadable]",
      keys: "[unreadable]",
      revoked: "[unreadable]",
    });
  });

  it("is cut where it is too deep or too much", () => {
    let deep: unknown = secret;
    for (let depth = 0; depth < 10_000; depth += 1) deep = [deep];
    expect(JSON.stringify(redact(deep))).toContain('"[cut]"');
    const wide = redact({ list: new Array(1e8), after: secret });
    expect(wide.list.length).toBeLessThan(200_000);
    expect(wide.list.at(-1)).toBe("[cut]");
    expect(everything({ after: (wide as { after?: unknown }).after })).not.toContain(secret);
    const keys = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`k${index}`, secret]));
    expect(everything(Object.values(redact(keys)).at(-1))).not.toContain(secret);
  });

  it("never throws, and covers what was put anywhere into anything", () => {
    const place = fc.anything({
      withMap: true,
      withSet: true,
      withDate: true,
      withBigInt: true,
      withTypedArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(place, fc.string(), (value, key) => {
        const holder = {
          [key]: [value, new Map([[value, secret]]), { deeper: new Error(secret, { cause: value }) }],
        };
        expect(everything(redact(holder))).not.toContain(secret);
      }),
    );
  });
});

describe("an error of Pergola", () => {
  it.each(fakeSecrets().map(({ kind, value }) => [kind, value] as const))(
    "shows no secret of the kind %s",
    (_, value) => {
      const word = [...value.split(/[\s:/@=.]+/)].sort((a, b) => b.length - a.length)[0] as string;
      const cause = Object.assign(new TypeError(`bad ${value}`, { cause: new Error(value) }), {
        request: { value },
      });
      const error = new PergolaError("X", {
        message: `The vendor said: ${value}.`,
        hint: `Replace ${value}.`,
        details: { vendorMessage: `no ${value}`, list: [value] },
        cause,
      });
      const texts = [everything(error), String(error.stack), JSON.stringify(error), everything(error.cause)];
      for (const text of texts) expect(text).not.toContain(word);
      expect(error.cause).toBeInstanceOf(TypeError);
      expect(JSON.stringify(toErrorData(cause))).not.toContain(word);
      expect(
        JSON.stringify(toErrorData({ message: "x", details: { value }, hint: value, code: value })),
      ).not.toContain(word);
    },
  );

  it("keeps a cause without secrets as it was", () => {
    const cause = new Error("disk full");
    expect(new PergolaError("X", { message: "x", cause }).cause).toBe(cause);
  });
});
