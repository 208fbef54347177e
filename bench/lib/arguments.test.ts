import { expect, test } from "vitest";
import { helpText, parseCommand } from "./arguments.ts";
import { workNames } from "./works.ts";

const known = ["agent", "build"];
const parse = (...args: string[]) => parseCommand(args, known);

test("nothing asked for means every work, five repetitions and ten thousand iterations", () => {
  expect(parse()).toEqual({ kind: "run", works: known, json: false, repetitions: 5, iterations: 10_000 });
});

test("works come in the order asked for, each once", () => {
  expect(parse("build", "agent", "build", "--json", "--repetitions=2", "--iterations=500")).toEqual({
    kind: "run",
    works: ["build", "agent"],
    json: true,
    repetitions: 2,
    iterations: 500,
  });
});

test("an unknown work is refused with the works that there are", () => {
  expect(parse("agent", "fly")).toEqual({
    kind: "refused",
    message: 'There is no work "fly". Works: agent, build.',
  });
});

test.each(["--repetitions=0", "--repetitions=1.5", "--repetitions=many", "--iterations=10", "--fast"])(
  "%s is refused by its name",
  (argument) => {
    const [name = ""] = argument.split("=");
    expect(parse(argument)).toMatchObject({ kind: "refused", message: expect.stringContaining(name) });
  },
);

test("help wins and names every work and option", () => {
  expect(parse("fly", "--help")).toEqual({ kind: "help" });
  for (const word of [...workNames, "--json", "--repetitions", "--iterations", "--help"]) {
    expect(helpText(workNames)).toContain(word);
  }
});
