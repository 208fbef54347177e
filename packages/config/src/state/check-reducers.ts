import { suggest } from "@pergola/core";
import type { z } from "zod";
import type { AgentConfigProblem } from "../agent-config-problem.ts";
import { configErrors } from "../errors.ts";
import { problemLine } from "../invalid-agent-config.ts";
import { fittingReducers } from "./fitting-reducers.ts";
import { isReducerName, REDUCER_NAMES, type ReducerEntry } from "./reducer.ts";
import { isZodState, type StateDefinition, stateKeys } from "./state-definition.ts";
import { stateName } from "./state-name.ts";

const OWN = "a function (current, update) => next";

/** The reducers that were given; those that are undefined count as left out. @throws INVALID_REDUCER with every defect */
export function checkReducers(definition: StateDefinition, reducers: object): readonly ReducerEntry[] {
  const entries = Object.entries(reducers ?? {}).filter(([, reducer]) => reducer !== undefined);
  const problems = entries.flatMap(([key, reducer]): AgentConfigProblem[] => {
    const problem = keyProblem(definition, key) ?? reducerProblem(definition, key, reducer);
    return problem === undefined ? [] : [{ path: [key], ...problem }];
  });
  if (problems.length > 0) throw invalidReducers(stateName(definition), problems);
  return entries;
}

type Problem = Omit<AgentConfigProblem, "path"> | undefined;

function keyProblem(definition: StateDefinition, key: string): Problem {
  if (key === "messages") return { message: "It has LangGraph's messages reducer.", hint: "Leave it out." };
  const keys = stateKeys(definition).filter((known) => known !== "messages");
  if (keys.includes(key)) return undefined;
  return { message: "The state does not declare this key.", hint: suggest(key, keys) };
}

function reducerProblem(definition: StateDefinition, key: string, reducer: unknown): Problem {
  if (typeof reducer === "function") return undefined;
  if (!isReducerName(reducer)) return unknownReducer(reducer);
  if (!isZodState(definition)) return undefined;
  const field = definition.shape[key] as z.ZodType;
  const fitting = fittingReducers(field);
  if (fitting.includes(reducer)) return undefined;
  return {
    message: `"${reducer}" needs a field that is always ${reducer === "append" ? "a list" : "an object"}; this one is of type ${field.def.type}.`,
    hint: `Use ${fitting.map((name) => `"${name}"`).join(", ")} or ${OWN}.`,
  };
}

function unknownReducer(value: unknown): Problem {
  const isText = typeof value === "string";
  const received = isText
    ? JSON.stringify(value)
    : value === null
      ? "null"
      : `a value of type ${typeof value}`;
  const names = isText ? suggest(value, REDUCER_NAMES) : `Known: ${REDUCER_NAMES.join(", ")}.`;
  return { message: `Got ${received}; expected a reducer.`, hint: `${names} Or ${OWN}.` };
}

function invalidReducers(state: string, problems: readonly AgentConfigProblem[]) {
  const lines = problems.map((problem) => `  ${problemLine(problem)}`);
  const count = problems.length === 1 ? "a defect" : `${problems.length} defects`;
  return configErrors.create("INVALID_REDUCER", {
    message: `The reducers of the state "${state}" have ${count}:\n${lines.join("\n")}`,
    hint: problems[0]?.hint,
    details: { problems },
  });
}
