import { expect, test } from "vitest";
import { runBin, tempProject, WORDS } from "../bin.test-helper.ts";

/** Draws `flow.ts` of a project, and gives back what went wrong. */
async function failureOf(files: Record<string, string>, ...args: readonly string[]) {
  const cwd = tempProject(files);
  const [file = "flow.ts", ...rest] = args;
  const { code, stdout, stderr } = await runBin(["flow", "visualize", file, ...rest, "--json"], { cwd });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  return (JSON.parse(stderr) as { error: { code: string; message: string; hint: string } }).error;
}

test.each<[string, Record<string, string>, readonly string[], Record<string, string>]>([
  [
    "no such file",
    { "flow.ts": WORDS },
    ["flo.ts"],
    { code: "FLOW_FILE_NOT_FOUND", hint: 'Did you mean "flow.ts"?' },
  ],
  [
    "a syntax error",
    { "flow.ts": "const a: number = 1;\nconst b = ;\n" },
    [],
    { code: "IMPORT_FAILED", message: "flow.ts:2)" },
  ],
  [
    "syntax that Node cannot strip",
    { "flow.ts": "enum Colour { Red }\n" },
    [],
    { code: "IMPORT_FAILED", message: "enum", hint: "Node only takes types out" },
  ],
  [
    "it throws",
    { "flow.ts": "\nexport const a = 1;\nthrow new Error('bad luck');\n" },
    [],
    { code: "IMPORT_FAILED", message: "flow.ts could not be imported: bad luck (" },
  ],
  [
    "it imports what is not installed",
    { "flow.ts": 'import "not-installed";\n' },
    [],
    { code: "IMPORT_FAILED", message: "not-installed", hint: "Install the package" },
  ],
  [
    "two flows",
    {
      "flow.ts": `${WORDS}export const again = flow; export const other = createFlow({ edges: [count.to()] });`,
    },
    [],
    { code: "SEVERAL_FLOWS", message: "2 that fit: again, other", hint: "--export again" },
  ],
  [
    "it ends the process",
    { "flow.ts": `${WORDS}process.exit(0);` },
    ["flow.ts", "--out", "flow.mmd", "--check"],
    { code: "EXITED_EARLY", message: "exit code 0" },
  ],
  [
    "an import that nothing can end",
    { "flow.ts": "await new Promise(() => {});\nexport const a = 1;\n" },
    [],
    { code: "NOTHING_PENDING" },
  ],
  [
    "an import that hangs, with a timer",
    { "flow.ts": "setInterval(() => {}, 1_000);\nawait new Promise(() => {});\nexport const a = 1;\n" },
    ["flow.ts", "--import-timeout", "100"],
    { code: "IMPORT_TIMEOUT", message: "within 100 ms", hint: "--import-timeout" },
  ],
])("%s", async (_, files, args, expected) => {
  const error = await failureOf(files, ...args);
  expect(error.code).toBe(expected.code);
  expect(error.message).toContain(expected.message ?? "");
  expect(error.hint).toContain(expected.hint ?? "");
});

test("Ctrl-C ends an import that hangs", async () => {
  const cwd = tempProject({
    "flow.ts":
      "setInterval(() => {}, 1_000);\nconsole.log('here');\nawait new Promise(() => {});\nexport {};\n",
  });
  const { code, stderr } = await runBin(["flow", "run", "flow.ts"], {
    cwd,
    onStdout: (_, child) => child.kill("SIGINT"),
  });
  expect(stderr).toContain("error INTERRUPTED: ");
  expect(code).toBe(130);
});

test("what an import leaves open does not keep the process", async () => {
  const cwd = tempProject({ "flow.ts": `${WORDS}\nsetInterval(() => {}, 1_000);` });
  expect((await runBin(["flow", "visualize", "flow.ts"], { cwd })).code).toBe(0);
});
