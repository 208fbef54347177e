import { expect, it } from "vitest";
import { invalidManifest } from "./manifest-problem.ts";

const at = { line: 1, column: 2, path: "entry", message: "Got 5; expected a file." };

it("says each defect once: what was expected in the message, what to do in the hint", () => {
  const plain = invalidManifest("package.json", [at]);
  expect(plain.message).toBe("The manifest has 1 defect(s): package.json:1:2 entry: Got 5; expected a file.");
  expect(plain.hint).toBe("Mend it, or tell whoever made the plugin.");
  const hinted = invalidManifest("package.json", [at, { ...at, hint: "Write a path." }]);
  expect(hinted.hint).toBe("Write a path.");
});
