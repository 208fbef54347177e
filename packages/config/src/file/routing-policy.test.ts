import { join } from "node:path";
import { expect, it } from "vitest";
import { messagesOf, problemsOf, project, removeProjects } from "./file-fixtures.test-helper.ts";
import { routingPolicyFromEnvironment, routingPolicyFromFile, routingPolicyFromObject } from "./index.ts";

removeProjects();

const policy = { routes: { billing: ["accounts", "audit"], spam: null, other: "desk" }, default: "desk" };

it("is the same from YAML, JSON, a module, an object and the environment", async () => {
  const directory = await project({
    "routes.yaml": `routes: { billing: [accounts, audit], spam: null, other: "\${DESK}" }\ndefault: desk\n`,
    "table.json": JSON.stringify(policy),
    "table.mjs": `export default ${JSON.stringify(policy)};`,
  });
  expect(await routingPolicyFromFile(directory, { env: { DESK: "desk" } })).toEqual(policy);
  expect(await routingPolicyFromFile(join(directory, "table.json"))).toEqual(policy);
  expect(await routingPolicyFromFile(join(directory, "table.mjs"))).toEqual(policy);
  expect(routingPolicyFromObject(policy)).toEqual(policy);
  const env = {
    PERGOLA_ROUTE_BILLING: "accounts, audit",
    PERGOLA_ROUTE_SPAM: "",
    PERGOLA_ROUTE_OTHER: "desk",
    PERGOLA_ROUTE_DEFAULT: "desk",
    PATH: "/bin",
  };
  expect(routingPolicyFromEnvironment({ env })).toEqual(policy);
  expect(routingPolicyFromEnvironment({ env: { MY_A: "b" }, prefix: "MY_" })).toEqual({ routes: { a: "b" } });
});

it("tells every defect with its place", async () => {
  const directory = await project({ "routes.yaml": "routes:\n  a: 5\n  b: [x, 7]\ndefualt: x\n" });
  const problems = await problemsOf(routingPolicyFromFile(directory));
  expect(problems.map(({ line, path }) => [line, path.join(".")])).toEqual([
    [2, "routes.a"],
    [3, "routes.b.1"],
    [4, "defualt"],
  ]);
  expect(problems[2]?.hint).toContain('"default"');
});

it("refuses data that is no table, and an empty name", async () => {
  expect(await messagesOf((async () => routingPolicyFromObject([]))())).not.toEqual([]);
  expect(await messagesOf((async () => routingPolicyFromObject({ routes: { a: "" } }))())).not.toEqual([]);
  const env = { PERGOLA_ROUTE_A: "x,,y" };
  expect(await messagesOf((async () => routingPolicyFromEnvironment({ env }))())).not.toEqual([]);
});
