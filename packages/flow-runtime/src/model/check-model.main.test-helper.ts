import { checkModel } from "./check-model.test-helper.ts";

// For a process of its own, with a runtime that may hang.
const { PERGOLA_SEED, PERGOLA_RUNS } = process.env;
try {
  await checkModel({
    runs: Number(PERGOLA_RUNS),
    seed: PERGOLA_SEED === undefined ? undefined : Number(PERGOLA_SEED),
    isShrinking: false,
  });
} catch (error) {
  const { cause } = error as Error;
  console.error(cause instanceof Error ? cause.message : error);
  process.exitCode = 1;
}
