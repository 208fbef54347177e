import { isPergolaError } from "@pergola/core";
import type { AgentConfig } from "../agent-config.ts";
import type { AgentConfigProblem } from "../agent-config-problem.ts";
import { configFileInvalid } from "./config-file-errors.ts";
import { type ConfigFileProblem, problemAt } from "./config-file-problem.ts";
import type { MadeExports } from "./parts/made-exports.ts";
import type { SourceMap } from "./parts/source-map.ts";
import { placed } from "./parts/told.ts";
import { ProblemList } from "./source/problem-list.ts";
import type { Environment } from "./values/file-environment.ts";

interface LoadedParts {
  readonly config: AgentConfig;
  readonly file: string;
  readonly files: readonly string[];
  readonly env: Environment;
  readonly map: SourceMap;
  readonly made: MadeExports;
}

/** A definition that came from a file, and where its parts stand. */
export class LoadedAgentConfig {
  /** What a builder's director takes. */
  readonly config: AgentConfig;
  /** As messages name it. */
  readonly file: string;
  /** Absolute paths of all that it was made of, the file first; for a watcher. */
  readonly files: readonly string[];
  readonly #env: Environment;
  readonly #map: SourceMap;
  readonly #made: MadeExports;

  constructor({ config, file, files, env, map, made }: LoadedParts) {
    this.config = config;
    this.file = file;
    this.files = Object.freeze([...files]);
    this.#env = env;
    this.#map = map;
    this.#made = made;
    Object.freeze(this);
  }

  /** The variables that it was read with, those of `.env` included: pass them to the builder. Never part of its JSON. */
  get env(): Environment {
    return this.#env;
  }

  /** @internal What it made of exports, for whoever reads the file again. */
  get made(): MadeExports {
    return this.#made;
  }

  /** Problems of `validate()` or `build()` with file, line and column; values of variables are covered. */
  withPositions(problems: readonly AgentConfigProblem[]): readonly ConfigFileProblem[] {
    const found = new ProblemList();
    for (const problem of problems) {
      const told = placed(problem, this.#map);
      if (told !== undefined) found.add(told);
    }
    return found.sorted.map(problemAt);
  }

  /** An INVALID_AGENT_CONFIG as the CONFIG_FILE_INVALID that says where; anything else as it is. */
  explain(error: unknown): unknown {
    if (!isPergolaError(error, "INVALID_AGENT_CONFIG")) return error;
    const { problems } = error.details as { readonly problems: readonly AgentConfigProblem[] };
    return configFileInvalid(this.file, this.withPositions(problems));
  }
}
