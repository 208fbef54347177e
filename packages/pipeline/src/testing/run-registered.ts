import {
  createStepRegistry,
  createStepWrites,
  isStepWrites,
  type StepContext,
  type StepEntry,
  type StepStrategy,
  type StepWrites,
  stepErrors,
} from "@pergola/core-steps";

type State = Readonly<Record<string, unknown>>;

/** A step of a registered type, as far as it can run without an agent. @throws what its config or the step itself throws */
export async function runRegistered(
  entry: StepEntry,
  state: State,
  context: StepContext,
): Promise<StepWrites> {
  const found = typeof entry.step === "string" ? createStepRegistry().get(entry.step) : entry.step;
  // It only gets what its own schema has parsed.
  const strategy = found as StepStrategy<unknown>;
  const config = strategy.configSchema.parse(entry.config);
  if ((strategy.groups?.(config) ?? []).length > 0) throw needsAgent(strategy.name);
  const step = await strategy.createStep(config);
  const result = (await step({ ...state }, context)) ?? {};
  const entries = isStepWrites(result) ? result.entries : Object.entries(result);
  return createStepWrites(entries, { ...state, ...Object.fromEntries(entries) });
}

const needsAgent = (type: string) =>
  stepErrors.create("NO_RUN_CONTEXT", {
    message: `A step of the type "${type}" holds other steps, and those need an agent.`,
    hint: "Test this workflow in one: createAgent().withWorkflow(workflow).start().",
  });
