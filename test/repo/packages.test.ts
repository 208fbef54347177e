import { expect, test } from "vitest";
import { hasFile, type WorkspacePackage } from "../../scripts/lint/workspace.ts";
import { README_SECTIONS } from "../../scripts/new-package/package-readme.ts";
import { cases, published, workspace } from "./workspace.test-helper.ts";

const libraries = published.filter(({ folder }) => folder.startsWith("packages/"));

type Target = Readonly<Record<string, string>>;
const exportsOf = ({ manifest }: WorkspacePackage) =>
  Object.entries((manifest.exports ?? {}) as Record<string, Target>);

test.each(cases(libraries))(
  "the README of %s has the common sections in the common order",
  (folder, { manifest }) => {
    const readme = workspace.read(`${folder}/README.md`);
    const headings = [...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? "");
    expect(readme.split("\n")[0]).toBe(`# ${manifest.name}`);
    const order: readonly string[] = README_SECTIONS;
    expect(headings.filter((heading) => order.includes(heading))).toEqual(
      order.filter((heading) => headings.includes(heading)),
    );
    expect(headings).toEqual(
      expect.arrayContaining(["Install", "Quick start", "The idea", "API", "Stability"]),
    );
  },
);

test.each(cases(libraries))("the README of %s is filled in", (folder) => {
  // The markers of a diagram are comments that stay.
  const readme = workspace.read(`${folder}/README.md`).replace(/<!-- \/?pergola:flow.*?-->/g, "");
  expect(readme).not.toContain("<!--");
});

test.each(cases(libraries))(
  "each entry of %s names source, types and code, in this order",
  (folder, each) => {
    for (const [entry, target] of exportsOf(each)) {
      expect(Object.keys(target), entry).toEqual(["@pergola/source", "types", "default"]);
      const source = target["@pergola/source"] ?? "";
      expect(hasFile(workspace, `${folder}/${source}`), source).toBe(true);
      const built = source.replace("./src/", "./dist/").replace(/\.tsx?$/, "");
      expect(target).toMatchObject({ types: `${built}.d.ts`, default: `${built}.js` });
    }
  },
);

test.each(cases(published))("what %s publishes is its export map without the source condition", (_, each) => {
  const withoutSource = exportsOf(each).map(([entry, target]) => {
    const { "@pergola/source": source, ...rest } = target;
    return [entry, rest];
  });
  expect(each.manifest.publishConfig?.exports).toEqual(Object.fromEntries(withoutSource));
  expect(JSON.stringify(each.manifest.publishConfig?.exports)).not.toContain("@pergola/source");
});

test.each(cases(published))(
  "%s publishes its build, README and licence, and nothing else",
  (_, { manifest }) => {
    expect(manifest.files).toEqual(["dist", "README.md", "LICENSE"]);
    expect(manifest).toMatchObject({ license: "MIT", type: "module", engines: { node: ">=22.18" } });
  },
);

test("LangChain, LangGraph and zod are peers wherever they are needed: one copy for everybody", () => {
  const shared = ["@langchain/core", "@langchain/langgraph", "zod"];
  const owned = published.flatMap(({ folder, manifest }) =>
    shared.filter((name) => manifest.dependencies?.[name] !== undefined).map((name) => `${folder}: ${name}`),
  );
  expect(owned).toEqual([]);
});

test("entries are what users import: a change here is a change for them", async () => {
  const pinned = published.flatMap((each) =>
    exportsOf(each).map(([entry]) => `${each.manifest.name}${entry.slice(1)}\n`),
  );
  await expect(pinned.sort().join("")).toMatchFileSnapshot("pins/entries.txt");
});
