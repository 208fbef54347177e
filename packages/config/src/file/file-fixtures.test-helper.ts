import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isPergolaError } from "@pergola/core";
import { afterAll } from "vitest";
import { type ConfigFileProblem, parseAgentConfig } from "./index.ts";

const made: string[] = [];

/** A directory with these files; gone after the tests. */
export async function project(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "pergola-config-")));
  made.push(directory);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return directory;
}

export function removeProjects(): void {
  afterAll(() =>
    Promise.all(made.splice(0).map((directory) => rm(directory, { recursive: true, force: true }))),
  );
}

export const yaml = (text: string, env: Readonly<Record<string, string>> = {}, more = {}) =>
  parseAgentConfig(text, { format: "yaml", env, ...more });

export const json = (text: string, env: Readonly<Record<string, string>> = {}, more = {}) =>
  parseAgentConfig(text, { format: "json", env, ...more });

/** The problems of a file; anything else that is thrown fails the test. */
export async function problemsOf(loading: Promise<unknown>): Promise<readonly ConfigFileProblem[]> {
  try {
    await loading;
  } catch (error) {
    if (isPergolaError(error, "CONFIG_FILE_INVALID")) return error.details.problems as ConfigFileProblem[];
    throw error;
  }
  return [];
}

export const messagesOf = async (loading: Promise<unknown>) =>
  (await problemsOf(loading)).map(({ message }) => message);

/** The shortest file that is one. */
export const STEPS = "steps: [{ step: llm }]\n";
