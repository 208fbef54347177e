import { fillTemplate } from "./fill-template.ts";
import type { PluginKind } from "./plugin-kind.ts";
import type { PluginNames } from "./plugin-names.ts";

const PERGOLA = ">=0.0.0 <1";
const SHARED = { "@pergola/plugins": PERGOLA, zod: "^4.2.0" };
const LANGCHAIN = { "@langchain/core": "^1.1.48" };
const TOOLS = { typescript: "^7.0.2", vitest: "^5.1.0" };

interface KindOfPackage {
  readonly description: string;
  readonly contributes: (id: string) => Readonly<Record<string, unknown>>;
  readonly peers: Readonly<Record<string, string>>;
  /** What only its tests need. */
  readonly tests?: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<PluginKind, KindOfPackage>> = {
  llm: {
    description: "Chat models of Acme for Pergola.",
    contributes: (id) => ({ category: "llm", provider: id }),
    peers: { ...LANGCHAIN, ...SHARED },
  },
  step: {
    description: "The step type acme for Pergola.",
    contributes: (id) => ({ contributes: { steps: [id] } }),
    peers: { "@pergola/core-steps": PERGOLA, ...SHARED },
    tests: { ...LANGCHAIN, "@langchain/langgraph": "^1.4.17" },
  },
  tool: {
    description: "The tool acme for Pergola.",
    contributes: (id) => ({ contributes: { tools: [id] } }),
    peers: { "@pergola/plugins": PERGOLA, "@pergola/tools": PERGOLA, zod: SHARED.zod },
  },
};

/** The package.json of a new plugin, its manifest included. */
export function packageJson(kind: PluginKind, names: PluginNames): object {
  const { description, contributes, peers, tests } = KINDS[kind];
  return {
    name: names.packageName,
    version: "1.0.0",
    description: fillTemplate(description, names),
    license: "MIT",
    type: "module",
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
    files: ["dist", "README.md", "LICENSE"],
    pergola: {
      ...contributes(names.id),
      entry: "./dist/index.js#plugin",
      engines: { pergola: PERGOLA },
    },
    scripts: { build: "tsc", test: "vitest run", prepack: "tsc" },
    peerDependencies: peers,
    devDependencies: { ...peers, ...tests, ...TOOLS },
  };
}
