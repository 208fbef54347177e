import type { AgentLogging } from "@pergola/config";
import { entry, type LedgerEntry } from "../ledger.ts";
import { logged } from "../probes/logged.ts";

const OFF = { console: false, file: false, stream: false } as const;

/** One output alone. */
const onConsole = (console: AgentLogging["console"]) => logged(() => ({ ...OFF, console }));
const onStream = (stream: AgentLogging["stream"]) => logged(() => ({ ...OFF, stream }));
const inFile = (file: object | false, name = "agent.log") =>
  logged((folder) => ({ ...OFF, file: file === false ? false : { path: `${folder}/${name}`, ...file } }));

type See = (selection: object) => unknown;

const selection = (output: string, see: See): readonly LedgerEntry[] => [
  entry(`logging.${output}.level`, ["info", "error"], (level) => see({ level })),
  entry(`logging.${output}.components`, [["run"], ["step"]], (components) => see({ components })),
  entry(`logging.${output}.resources`, [["llm"], ["storage"]], (resources) => see({ resources })),
];

/** Settings of what a definition logs. */
export const agentLogging: readonly LedgerEntry[] = [
  entry("logging.console", [false, {}] as const, onConsole),
  ...selection("console", onConsole),
  entry("logging.console.format", ["human", "json"] as const, (format) => onConsole({ format })),
  entry<false | object>("logging.file", [false, {}], (file) => inFile(file)),
  ...selection("file", inFile),
  entry("logging.file.format", ["human", "json"], (format) => inFile({ format })),
  entry("logging.file.path", ["a.log", "b.log"], (name) => inFile({}, name)),
  entry("logging.file.maxBytes", [500, 1_000_000], (maxBytes) => inFile({ maxBytes })),
  entry("logging.file.backups", [1, 2], (backups) => inFile({ maxBytes: 500, backups })),
  entry("logging.file.daily", [true, false], (daily) => inFile({ daily })),
  entry("logging.stream", [false, {}] as const, onStream),
  ...selection("stream", onStream),
  entry("logging.stream.maxClients", [1, 2], (maxClients) => onStream({ maxClients })),
  entry("logging.content", [false, true], (content) =>
    logged((folder) => ({ ...OFF, content, file: { path: `${folder}/agent.log` } })),
  ),
];
