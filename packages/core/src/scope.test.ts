import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPergolaError } from "./error.ts";
import { createScope, hasSession, MAX_ID_LENGTH, type Scope, scopeKey } from "./scope.ts";

const ada = { tenantId: "acme", userId: "ada", agentId: "helper" };

/** Ids as an attacker would choose them, and any other. */
const id = fc.oneof(
  fc.constantFrom(
    '"',
    '","',
    "\\",
    "null",
    "undefined",
    " ",
    "a ",
    "A",
    "a",
    "__proto__",
    "\u0000",
    "é",
    "e\u0301",
    "../x",
    "a/b",
    "a:b",
    "';--",
    "[]",
  ),
  fc.string({ minLength: 1, unit: "grapheme" }),
  fc.string({ minLength: 1, unit: "binary" }).filter((text) => text.isWellFormed()),
);
const scope: fc.Arbitrary<Scope> = fc
  .record({ tenantId: id, userId: id, agentId: id, sessionId: fc.option(id, { nil: undefined }) })
  .map((parts) => createScope(parts));
const parts = ({ tenantId, userId, agentId, sessionId }: Scope) => [tenantId, userId, agentId, sessionId];

test("a scope is its parts, frozen", () => {
  const made = createScope({ ...ada, sessionId: "s1" });
  expect(made).toEqual({ ...ada, sessionId: "s1" });
  expect(Object.isFrozen(made)).toBe(true);
});

test("a scope without a session has no such key and says so", () => {
  expect(Object.keys(createScope(ada))).toEqual(["tenantId", "userId", "agentId"]);
  expect(hasSession(createScope(ada))).toBe(false);
  expect(hasSession(createScope({ ...ada, sessionId: "s1" }))).toBe(true);
});

test("keys that are no part of a scope do not get into it", () => {
  expect(createScope({ ...ada, isAdmin: true } as Scope)).toEqual(ada);
});

describe.each(["tenantId", "userId", "agentId", "sessionId"])("%s", (name) => {
  test.each([
    ["null", null],
    ["a number", 7],
    ["an object with a text form", { toString: () => "ada" }],
    ["a boxed string", new String("ada")],
    ["an array", ["ada"]],
    ["empty", ""],
    ["too long", "a".repeat(MAX_ID_LENGTH + 1)],
    ["a lone surrogate", "ada\ud800"],
  ])("is refused when it is %s", (_, value) => {
    const attempt = () => createScope({ ...ada, [name]: value } as Scope);
    expect(attempt).toThrow(
      expect.objectContaining({
        code: "INVALID_SCOPE",
        message: expect.stringContaining(name),
        hint: expect.stringContaining(name),
        details: { name },
      }),
    );
  });

  test("may be as long as the limit", () => {
    const longest = "a".repeat(MAX_ID_LENGTH);
    expect(createScope({ ...ada, [name]: longest })).toMatchObject({ [name]: longest });
  });
});

test.each(["tenantId", "userId", "agentId"])("%s is required", (name) => {
  expect(() => createScope({ ...ada, [name]: undefined } as Scope)).toThrow(`${name} is undefined`);
});

test("the refused id is not repeated in the error: it may be a secret or a megabyte", () => {
  const secret = `s${"e".repeat(MAX_ID_LENGTH)}`;
  try {
    createScope({ ...ada, userId: secret });
    expect.unreachable();
  } catch (error) {
    expect(isPergolaError(error, "INVALID_SCOPE")).toBe(true);
    expect(JSON.stringify(error).length).toBeLessThan(500);
  }
});

test.each([undefined, null, "ada", 5, [], () => undefined])("%o is no scope", (none) => {
  expect(() => createScope(none as never)).toThrow(expect.objectContaining({ code: "INVALID_SCOPE" }));
});

test("ids are kept as they are: not trimmed, folded or normalised", () => {
  fc.assert(
    fc.property(id, id, (userId, sessionId) => {
      expect(createScope({ ...ada, userId, sessionId })).toMatchObject({ userId, sessionId });
    }),
  );
});

// Few characters, short ids: many scopes then read the same once their parts are put side by side.
const crampedId = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom(...'a:,"|/\\[]') });
const crampedScope = fc
  .record({
    tenantId: crampedId,
    userId: crampedId,
    agentId: crampedId,
    sessionId: fc.option(crampedId, { nil: undefined }),
  })
  .map((some) => createScope(some));

/** Another injective form, to compare with: every part with its length before it. */
const measured = (some: Scope) =>
  parts(some)
    .map((part) => `${part?.length ?? "-"} ${part}`)
    .join("\n");

test("many scopes have as many keys, however alike they look", () => {
  fc.assert(
    fc.property(fc.array(crampedScope, { minLength: 200, maxLength: 400 }), (scopes) => {
      expect(new Set(scopes.map(scopeKey)).size).toBe(new Set(scopes.map(measured)).size);
    }),
  );
});

test("equal scopes have one key", () => {
  fc.assert(
    fc.property(scope, (some) => {
      expect(scopeKey({ ...some })).toBe(scopeKey(some));
    }),
  );
});

test.each(["tenantId", "userId", "agentId", "sessionId"])("another %s is another key", (name) => {
  fc.assert(
    fc.property(scope, id, (some, other) => {
      const changed = createScope({ ...some, [name]: other });
      fc.pre(measured(changed) !== measured(some));
      expect(scopeKey(changed)).not.toBe(scopeKey(some));
    }),
  );
});

test.each([":", ",", "/", '"', '","', "\u0000"])(
  "text moved over %j into the next id is another key",
  (separator) => {
    const left = createScope({ ...ada, agentId: `a${separator}b`, userId: "c" });
    const right = createScope({ ...ada, agentId: "a", userId: `b${separator}c` });
    expect(scopeKey(left)).not.toBe(scopeKey(right));
  },
);

test.each([
  ["ada", "Ada"],
  ["ada", "ada "],
  ["\u00e9", "e\u0301"],
  ["\u212a", "K"],
  ["ada", "ada\u0000"],
])("%j and %j are two users", (one, other) => {
  expect(scopeKey(createScope({ ...ada, userId: one }))).not.toBe(
    scopeKey(createScope({ ...ada, userId: other })),
  );
});

test("no session is not a session named null", () => {
  expect(scopeKey(createScope(ada))).not.toBe(scopeKey(createScope({ ...ada, sessionId: "null" })));
});
