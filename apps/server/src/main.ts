// The demo: an agent with tools and a memory, its API and its page, on one port.
import { isPergolaError } from "@pergola/core";
import { assetsDirectory } from "@pergola/dashboard";
import { chooseModel } from "./choose-model.ts";
import { createLogger } from "./create-logger.ts";
import { startDemoAgent } from "./demo-agent.ts";
import { serve } from "./serve.ts";
import { readSettings } from "./settings.ts";

const logger = createLogger();
const stopping = new AbortController();

for (const name of ["SIGINT", "SIGTERM"] as const) {
  process.on(name, () => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort(new Error(`stopped by ${name}`));
  });
}

try {
  await run();
} catch (error) {
  if (!stopping.signal.aborted) fail(error);
}

async function run(): Promise<void> {
  const settings = readSettings();
  const model = await chooseModel(settings, stopping.signal);
  const agent = await startDemoAgent(model, settings.dataFolder, logger);
  const server = await serve(
    {
      agents: [agent],
      host: settings.HOST,
      port: settings.PORT,
      token: settings.PERGOLA_TOKEN,
      assetsDirectory,
      notices: model.notice === undefined ? {} : { [agent.name]: model.notice },
      logger,
    },
    stopping.signal,
  );
  logger.info(`model: ${agent.describeModel()}`);
  if (model.notice !== undefined) logger.warn(model.notice);
  logger.info(`data: ${settings.dataFolder}`);
  const entrance = settings.PERGOLA_TOKEN === undefined ? "/" : `/?token=${settings.PERGOLA_TOKEN}`;
  logger.info(`open ${server.url}${entrance}`);
  await stopped(stopping.signal);
  logger.info("stopping; once more to end at once");
  await server.close();
  await agent.close();
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function fail(error: unknown): void {
  const hint = isPergolaError(error) && error.hint !== undefined ? `\n${error.hint}` : "";
  logger.error(`${error instanceof Error ? error.message : String(error)}${hint}`);
  process.exitCode = 1;
}
