import type { BudgetLimit, BudgetLimits } from "@pergola/resources";

export interface LimitsOfRunOptions {
  /** What the caller may spend. */
  readonly caller: BudgetLimits | undefined;
  /** What the request itself sets, for its own run. */
  readonly asked: BudgetLimit | undefined;
  /** Whether there is a session whose spending can be counted. */
  readonly hasSession: boolean;
}

/** What a run may spend. Who asks for less gets less, who asks for more does not get it. */
export function limitsOfRun({ caller, asked, hasSession }: LimitsOfRunOptions): BudgetLimits | undefined {
  if (caller === undefined && asked === undefined) return undefined;
  const { session, user } = caller ?? {};
  const run = { ...smaller("tokens", caller?.run, asked), ...smaller("cost", caller?.run, asked) };
  return { run, ...(user && { user }), ...(session && hasSession && { session }) };
}

function smaller(unit: keyof BudgetLimit, ...limits: readonly (BudgetLimit | undefined)[]): BudgetLimit {
  const given = limits.flatMap((limit) => limit?.[unit] ?? []);
  return given.length === 0 ? {} : { [unit]: Math.min(...given) };
}
