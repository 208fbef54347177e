import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, type DirectorOptions, type FromConfigOptions } from "@pergola/builders";
import type { LoadAgentConfigOptions } from "@pergola/config/file";
import { offline } from "@pergola/llm-offline";
import { z } from "zod";
import { entry, type Ledger } from "../ledger.ts";

type OwnOptions = Omit<FromConfigOptions, keyof DirectorOptions | keyof LoadAgentConfigOptions>;

/** Not parsed by anybody: it says which options there are besides those of the builder and of the file. */
const fromConfigSchema = z.strictObject({
  watch: z.boolean(),
  onReload: z.custom<FromConfigOptions["onReload"]>(),
} satisfies Record<keyof OwnOptions, z.ZodType>);

const text = (version: string) => JSON.stringify({ version, llm: "offline", steps: [{ step: "llm" }] });

const made = (directory: string, options: FromConfigOptions) =>
  Agent.fromConfig(directory, { providers: [offline()], sources: [], env: {}, dotenv: false, ...options });

/** What an agent has become of when one that surely watches the same file has heard of two saves. */
async function afterTwoSaves(options: FromConfigOptions): Promise<unknown> {
  const directory = await mkdtemp(join(tmpdir(), "pergola-ledger-"));
  const file = join(directory, "agent.json");
  await writeFile(file, text("1.0.0"));
  await using agent = await made(directory, options);
  let heard = Promise.withResolvers<void>();
  await using control = await made(directory, { watch: true, onReload: () => heard.resolve() });
  for (const version of ["2.0.0", "3.0.0"]) {
    heard = Promise.withResolvers();
    await writeFile(file, text(version));
    await heard.promise;
  }
  const isReloaded = agent.version !== "1.0.0";
  await Promise.all([agent.close(), control.close()]);
  await rm(directory, { recursive: true });
  return isReloaded;
}

/** What there is to set of an agent of a file. */
export const fromConfig: Ledger = {
  name: "fromConfig",
  schema: fromConfigSchema,
  entries: [
    entry("watch", [false, true], (watch) => afterTwoSaves({ watch })),
    entry("onReload", ["one", "two"], async (name) => {
      const told = new Set<string>();
      await afterTwoSaves({ watch: true, onReload: ({ outcome }) => void told.add(`${name} ${outcome}`) });
      return [...told];
    }),
  ],
};
