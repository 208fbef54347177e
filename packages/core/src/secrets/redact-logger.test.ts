import { expect, it, vi } from "vitest";
import { type LogFields, type Logger, redactLogger, silentLogger } from "../index.ts";
import { fakeSecrets } from "../testing/fake-secrets.ts";

function memoryLogger(): { readonly logger: Logger; readonly lines: unknown[][] } {
  const lines: unknown[][] = [];
  const make = (outer: LogFields): Logger => {
    const write = (level: string) => (message: string, fields?: LogFields) =>
      void lines.push([level, message, { ...outer, ...fields }]);
    const [debug, info, warn, error] = ["debug", "info", "warn", "error"].map(write) as [
      () => void,
      () => void,
      () => void,
      () => void,
    ];
    return { debug, info, warn, error, child: (fields) => make({ ...outer, ...fields }) };
  };
  return { logger: make({}), lines };
}

it("a logger is given messages and fields without secrets, also by its children", () => {
  const { logger, lines } = memoryLogger();
  const careful = redactLogger(logger);
  for (const { value } of fakeSecrets())
    for (const level of ["debug", "info", "warn", "error"] as const)
      careful.child({ about: value })[level](`said ${value}`, { error: new Error(value), apiKey: "plum" });
  expect(lines).toHaveLength(fakeSecrets().length * 4);
  const text =
    JSON.stringify(lines) + lines.map((line) => String((line[2] as { error: Error }).error.stack)).join();
  for (const { value } of fakeSecrets()) expect(text).not.toContain(value);
  expect(text).not.toContain("plum");
});

it("hands on what has none as it is", () => {
  const { logger, lines } = memoryLogger();
  const error = new Error("x");
  redactLogger(logger).warn("The disk is full.", { error });
  redactLogger(logger).info("no fields");
  expect(lines).toEqual([
    ["warn", "The disk is full.", { error }],
    ["info", "no fields", {}],
  ]);
});

it("is made once for a logger, and is none for the silent one", () => {
  const { logger } = memoryLogger();
  const careful = redactLogger(logger);
  expect(redactLogger(logger)).toBe(careful);
  expect(redactLogger(careful)).toBe(careful);
  expect(redactLogger(silentLogger)).toBe(silentLogger);
});

it("gives a logger without children, like the console, children that add their fields", () => {
  const lines: unknown[][] = [];
  const write = (...line: unknown[]) => lines.push(line);
  const { child: _none, ...sink } = { ...silentLogger, warn: write };
  const resource = redactLogger(sink).child({ resource: "memory" });
  resource.child({ apiKey: "k-1" }).warn("The disk is full.", { left: 0 });
  resource.warn("Again.");
  expect(lines).toEqual([
    ["The disk is full.", { resource: "memory", apiKey: "[redacted]", left: 0 }],
    ["Again.", { resource: "memory" }],
  ]);
});

it.each([
  ["throws", () => raise(new Error("no space left"))],
  ["rejects", () => Promise.reject(new Error("no space left"))],
])("a logger that %s fails nobody who logs, and is told of once", async (_, write) => {
  const told = vi.spyOn(console, "error").mockReturnValue();
  const careful = redactLogger({ debug: write, info: write, warn: write, error: write });
  careful.info("one");
  careful.child({ runId: "r" }).error("two");
  await new Promise(setImmediate);
  expect(told.mock.calls).toEqual([
    ["A logger failed. Its lines are lost until it works again.", new Error("no space left")],
  ]);
  told.mockRestore();
});

it.each([
  [undefined, "undefined"],
  [new Error("An error says what it says."), "An error says what it says."],
  [Object.create(null), "an object that has no text form"],
])("what is no text is logged as one: %s", (message, text) => {
  const { logger, lines } = memoryLogger();
  redactLogger(logger).info(message);
  expect(lines).toEqual([["info", text, {}]]);
});

function raise(error: Error): never {
  throw error;
}
