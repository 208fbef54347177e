import { loadAgentConfig } from "@pergola/config/file";
// The shape is nobody's API: its JSON Schema is.
import { agentFileShape } from "../../../packages/config/src/file/parts/agent-file-schema.ts";
import { entry, type Ledger, type LedgerEntry } from "../ledger.ts";
import { fromModule, inDirectory, key, STEPS, seen } from "../probes/config-files.ts";

/** A model, wherever it stands. */
const modelKeys = (prefix: string, data: (model: unknown) => object): readonly LedgerEntry[] => [
  key(prefix, ["one", "openai:b"], data),
  key(`${prefix}.provider`, ["one", "two"], (value) => data({ provider: value })),
  key(`${prefix}.type`, ["acme#one", "acme#two"], (type) => data({ type })),
  key(`${prefix}.config`, [{ path: "a" }, { path: "b" }], (config) => data({ provider: "one", config })),
];

const memoryKeys: readonly LedgerEntry[] = [
  key("memory", ["conversation", "none"], (memory) => ({ memory })),
  key("memory.type", ["conversation", "none"], (type) => ({ memory: { type } })),
  key("memory.provider", ["one", "two"], (value) => ({ memory: { provider: value } })),
  key("memory.config", [{ path: "a" }, { path: "b" }], (config) => ({ memory: { provider: "one", config } })),
  key("memory.window.maxMessages", [1, 2], (maxMessages) => ({ memory: { window: { maxMessages } } })),
  key("memory.window.maxTokens", [1, 2], (maxTokens) => ({ memory: { window: { maxTokens } } })),
  key("resources.memory", ["one", "two"], (memory) => ({ resources: { memory } })),
  key("resources.memory.provider", ["one", "two"], (value) => ({
    resources: { memory: { provider: value } },
  })),
  key("resources.memory.type", ["acme#oneStore", "acme#twoStore"], (type) => ({
    resources: { memory: { type } },
  })),
  key("resources.memory.config", [{ path: "a" }, { path: "b" }], (config) => ({
    resources: { memory: { provider: "one", config } },
  })),
];

/** A part of a memory, under its key and beside what it needs. */
const memoryPartKeys = (part: string, [one, two]: readonly [string, string], beside: object = {}) => {
  const data = (reference: unknown) => ({ memory: { ...beside, [part]: reference } });
  return [
    key(`memory.${part}`, ["one", "two"], data),
    key(`memory.${part}.provider`, ["one", "two"], (value) => data({ provider: value })),
    key(`memory.${part}.type`, [one, two], (type) => data({ type })),
    key(`memory.${part}.config`, [{ path: "a" }, { path: "b" }], (config) =>
      data({ provider: "one", config }),
    ),
  ];
};

/** A storage, or a further resource, wherever it stands. */
const shelfKeys = (prefix: string, data: (reference: unknown) => object): readonly LedgerEntry[] => [
  key(prefix, ["storage/one", "storage/two"], data),
  key(`${prefix}.provider`, ["one", "two"], (value) => data({ provider: value })),
  key(`${prefix}.type`, ["acme#oneShelf", "acme#twoShelf"], (type) => data({ type })),
  key(`${prefix}.config`, [{ path: "a" }, { path: "b" }], (config) => data({ provider: "one", config })),
];

const partKeys = (part: string, values: Readonly<Record<string, readonly [unknown, unknown]>>) =>
  Object.entries(values).map(([name, pair]) =>
    key(`${part}.${name}`, pair, (value) => ({ [part]: { [name.replace(/<.*/, "")]: value } })),
  );

/** A setting of a storage's own breaker. */
const shelfBreaker = (setting: "failures" | "resetMs"): readonly LedgerEntry[] => [
  key(`breaker.resources.*.${setting}`, [1, 2], (value) => ({
    storage: "one",
    breaker: { resources: { storage: { [setting]: value } } },
  })),
];

const budgetKeys: readonly LedgerEntry[] = [
  ...["tokens", "cost"].flatMap((counts) =>
    ["run", "session", "user"].map((whose) =>
      key(`budget.${whose}.${counts}`, [1, 2], (most) => ({
        memory: "conversation",
        budget: { [whose]: { [counts]: most } },
      })),
    ),
  ),
  ...["session", "user"].map((whose) =>
    key(`budget.${whose}.per`, ["day", "month"], (per) => ({
      memory: "conversation",
      budget: { [whose]: { tokens: 1, per } },
    })),
  ),
  ...["input", "cachedInput", "cacheWrite", "output"].map((what) =>
    key(`budget.prices.*.${what}`, [1, 2], (dollars) => ({
      budget: { prices: { "openai:mine": { input: 5, output: 5, [what]: dollars } } },
    })),
  ),
];

const stageKeys: readonly LedgerEntry[] = ["parse", "think", "do", "review", "deliver", "error"].flatMap(
  (stage) => {
    const staged = (step: object) => ({ workflow: { [stage]: [step] } });
    return [
      key(`workflow.${stage}[].step`, ["llm", "tools-loop"], (step) => staged({ step })),
      key(`workflow.${stage}[].type`, ["acme#shout", "acme#cry"], (type) => staged({ type })),
      key(`workflow.${stage}[].name`, ["a", "b"], (name) => staged({ step: "llm", name })),
      key(`workflow.${stage}[].when`, ["acme#made", "acme#clock"], (when) => staged({ step: "llm", when })),
    ];
  },
);

/** An output of the log: which lines it gets, and what else it takes. */
const outputKeys = (output: "console" | "file" | "stream", more: Readonly<Record<string, Pair>>) => {
  const off = { console: false, file: false, stream: false };
  const data = (value: unknown) => ({ logging: { ...off, [output]: value } });
  const path = output === "file" ? { path: "/logs/agent.jsonl" } : {};
  const all: Readonly<Record<string, Pair>> = {
    level: ["debug", "warn"],
    components: [["run"], ["tool"]],
    resources: [["llm"], ["storage"]],
    ...more,
  };
  return [
    key(`logging.${output}`, [false, path], data),
    ...Object.entries(all).map(([name, pair]) =>
      key(`logging.${output}.${name}`, pair, (value) => data({ ...path, [name]: value })),
    ),
  ];
};

type Pair = readonly [unknown, unknown];

const loggingKeys: readonly LedgerEntry[] = [
  ...outputKeys("console", { format: ["human", "json"] }),
  ...outputKeys("file", {
    format: ["human", "json"],
    path: ["/logs/a.jsonl", "/logs/b.jsonl"],
    maxBytes: [1, 2],
    backups: [1, 2],
    daily: [true, false],
  }),
  ...outputKeys("stream", { maxClients: [1, 2] }),
  key("logging.content", [true, false], (content) => ({ logging: { file: false, content } })),
];

/** What a config file may hold. */
export const configFileLedger: Ledger = {
  name: "agent file",
  schema: agentFileShape,
  exceptions: { $schema: "read by editors" },
  entries: [
    key("name", ["a", "b"], (name) => ({ name })),
    key("version", ["1.0.0", "2.0.0"], (version) => ({ version })),
    key("description", ["a", "b"], (description) => ({ description })),
    entry("extends", ["./a.yaml", "./b.yaml"], (base) =>
      inDirectory(
        {
          "a.yaml": "name: a",
          "b.yaml": "name: b",
          "agent.json": JSON.stringify({ ...STEPS, extends: base }),
        },
        (directory) => seen(loadAgentConfig(directory, { env: {} })),
      ),
    ),
    ...modelKeys("llm", (llm) => ({ llm })),
    ...modelKeys("llm[]", (model) => ({ llm: [model, "three"] })),
    ...modelKeys("resources.llm", (llm) => ({ resources: { llm } })),
    ...modelKeys("resources.llm[]", (model) => ({ resources: { llm: [model, "three"] } })),
    ...memoryKeys,
    ...memoryPartKeys("database", ["acme#oneStore", "acme#twoStore"]),
    ...memoryPartKeys("vector-store", ["acme#oneIndex", "acme#twoIndex"]),
    ...memoryPartKeys("vectorStore", ["acme#oneIndex", "acme#twoIndex"]),
    ...memoryPartKeys("embeddings", ["acme#oneEmbedder", "acme#twoEmbedder"], { "vector-store": "one" }),
    ...shelfKeys("storage", (storage) => ({ storage })),
    ...shelfKeys("resources.storage", (storage) => ({ resources: { storage } })),
    ...shelfKeys("resources.*", (reports) => ({ resources: { reports } })),
    key("resources.*.category", ["storage", "tts"], (category) => ({
      resources: { reports: { provider: "one", category } },
    })),
    key("tools[]", ["clock", "calculator"], (tool) => ({ tools: [tool] })),
    key("tools[].type", ["acme#clock", "acme#nothing"], (type) => ({ tools: [{ type }] })),
    key("tools[].config", [{ name: "a" }, { name: "b" }], (config) => ({
      tools: [{ type: "acme#made", config }],
    })),
    key("steps[].step", ["llm", "tools-loop"], (step) => ({ steps: [{ step }] })),
    key("steps[].type", ["acme#shout", "acme#cry"], (type) => ({ steps: [{ type }] })),
    ...stageKeys,
    ...partKeys("workflow", { maxIterations: [1, 2], parameters: [{ a: 1 }, { a: 2 }] }),
    ...partKeys("limits", { maxIterations: [1, 2], timeoutMs: [1, 2], maxToolCalls: [1, 2] }),
    ...partKeys("retry", {
      maxRetries: [1, 2],
      backoffBaseMs: [1, 2],
      backoffFactor: [1, 2],
      maxBackoffMs: [1, 2],
      jitter: [true, false],
    }),
    ...partKeys("breaker", { failures: [1, 2], resetMs: [1, 2] }),
    ...shelfBreaker("failures"),
    ...shelfBreaker("resetMs"),
    ...partKeys("fallback", { firstTokenTimeoutMs: [1, 2] }),
    ...budgetKeys,
    ...loggingKeys,
    entry("retry.retryIf", ["true", "false"], (verdict) =>
      fromModule(`retry: { retryIf: () => ${verdict} }`),
    ),
    entry("graph.checkpointer", ["", "checkpointer: { getTuple() {}, put() {} },"], (saver) =>
      fromModule(`graph: { ${saver} interruptBefore: "*" }`),
    ),
    ...partKeys("graph", {
      recursionLimit: [1, 2],
      "interruptBefore<literal>": ["*", []],
      "interruptBefore<array>": [["a"], ["b"]],
      "interruptAfter<literal>": ["*", []],
      "interruptAfter<array>": [["a"], ["b"]],
    }),
  ],
};
