// The demo: an agent with tools and a memory, its API and its page, on one port.
import { isPergolaError } from "@pergola/core";
import { type ChosenModel, chooseModel } from "./choose-model.ts";
import { createLogger } from "./create-logger.ts";
import { type DemoAgent, startDemoAgent } from "./demo-agent.ts";
import { pageFolder } from "./page-folder.ts";
import { projectFolder } from "./project-folder.ts";
import { serve } from "./serve.ts";
import { readSettings, type Settings } from "./settings.ts";
import { createSourceFlow } from "./source-flow/create-source-flow.ts";
import { SOURCE_EXAMPLE } from "./source-flow/source-input.ts";
import { teeLogger } from "./tee-logger.ts";
import { createTelemetry, type Telemetry } from "./telemetry.ts";

// Until the settings say how loud.
let logger = createLogger();
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
  const printed = createLogger(settings.LOG_LEVEL);
  await using telemetry = createTelemetry(settings.dataFolder);
  logger = teeLogger(printed, telemetry.log);
  const model = await chooseModel(settings, stopping.signal);
  const observers = [telemetry.log, telemetry.metrics];
  const agent = await startDemoAgent(model, settings.dataFolder, { logger, observers });
  try {
    await serveUntilStopped(settings, model, { agent, telemetry });
  } finally {
    await agent.close();
  }
}

interface Demo {
  readonly agent: DemoAgent;
  readonly telemetry: Telemetry;
}

async function serveUntilStopped(
  settings: Settings,
  model: ChosenModel,
  { agent, telemetry }: Demo,
): Promise<void> {
  const { HOST: host, PORT: port, PERGOLA_TOKEN: token, dataFolder } = settings;
  const notices = model.notice === undefined ? {} : { [agent.name]: model.notice };
  await using flow = createSourceFlow(projectFolder);
  telemetry.metrics.observeFlow(flow);
  const { metrics, live: logs } = telemetry;
  const served = { agents: [agent], flows: [flow], flowInputs: { [flow.name]: SOURCE_EXAMPLE }, notices };
  const server = await serve(
    { ...served, metrics, logs, host, port, token, assetsDirectory: pageFolder(logger), logger },
    stopping.signal,
  );
  logger.info(`model: ${agent.describeModel()}`);
  if (model.notice !== undefined) logger.warn(model.notice);
  logger.info(`data: ${dataFolder}`);
  logger.info(`log: ${telemetry.logFile}`);
  logger.info(`open ${server.url}/`);
  if (token !== undefined) logger.info("it asks for a token: add ?token= and your PERGOLA_TOKEN, once");
  await stopped(stopping.signal);
  logger.info("stopping; once more to end at once");
  await server.close();
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function fail(error: unknown): void {
  const { code, hint } = isPergolaError(error) ? error : {};
  const message = error instanceof Error ? error.message : String(error);
  logger.error([message, hint].filter((line) => line !== undefined).join("\n"), { code });
  process.exitCode = 1;
}
