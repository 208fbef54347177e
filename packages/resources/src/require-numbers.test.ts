import { createVirtualClock } from "@pergola/core/testing";
import { describe, expect, it } from "vitest";
import { createBreaker } from "./breaker/create-breaker.ts";
import { createConnectionPool } from "./container/create-connection-pool.ts";
import { createResourceContainer } from "./container/create-resource-container.ts";
import { openLocalStorage } from "./fs/open-local-storage.ts";
import { createLlmResource } from "./llm/create-llm-resource.ts";
import { createInMemoryConversationStore } from "./memory/in-memory-conversation-store.ts";
import { createSessionLock } from "./memory/session-lock.ts";
import { createProviderRegistry } from "./provider-registry.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { createInMemoryStorage } from "./storage/in-memory-storage.ts";

type Make = (options: Readonly<Record<string, unknown>>) => unknown;

const clock = createVirtualClock();
const registry = createProviderRegistry();
const open = async () => ({});
const close = async () => undefined;
const definition = { key: "db", category: "database", create: async () => ({}) };

/** Every number that a public function of this package takes, and where it is refused. */
const MAKERS: readonly (readonly [name: string, make: Make, numbers: readonly string[]])[] = [
  ["createBreaker", (given) => createBreaker({ name: "x", ...given }), ["failures", "resetMs"]],
  [
    "createConnectionPool",
    (given) => createConnectionPool({ open, close, clock, ...given }),
    ["poolSize", "acquireTimeoutMs", "maxWaiters"],
  ],
  [
    "createResourceContainer",
    (given) => createResourceContainer([definition], { clock, ...given }).start(),
    ["startTimeoutMs", "closeTimeoutMs", "healthTimeoutMs"],
  ],
  [
    "a definition of a resource",
    (given) => createResourceContainer([{ ...definition, ...given }], { clock }).start(),
    ["startTimeoutMs", "closeTimeoutMs"],
  ],
  [
    "createInMemoryConversationStore",
    (given) => createInMemoryConversationStore(given),
    ["maxSessions", "maxTurnsPerSession"],
  ],
  [
    "userMemory of createInMemoryConversationStore",
    (userMemory) => createInMemoryConversationStore({ userMemory }),
    ["maxValueBytes", "maxEntriesPerUser", "maxBytes"],
  ],
  ["createInMemoryStorage", (given) => createInMemoryStorage(given), ["maxBytes"]],
  ["createSessionLock", (given) => createSessionLock(given), ["maxWaiters"]],
  ["createRetryBudget", (given) => createRetryBudget(given.retries as number), ["retries"]],
  [
    "openLocalStorage",
    (given) => openLocalStorage({ basePath: "never-made", createDirs: false, ...given }),
    ["maxFileBytes", "backupsPerFile"],
  ],
  [
    "quota of openLocalStorage",
    (quota) => openLocalStorage({ basePath: "never-made", createDirs: false, quota }),
    ["userBytes", "userFiles", "tenantBytes"],
  ],
  [
    "createLlmResource",
    (given) => createLlmResource({ registry, env: {}, ...given }),
    ["firstTokenTimeoutMs", "maxModels"],
  ],
  [
    "retry of createLlmResource",
    (retry) => createLlmResource({ registry, env: {}, retry: retry as never }),
    ["maxRetries", "backoffBaseMs", "backoffFactor", "maxBackoffMs"],
  ],
];

const CODES = [
  "PROVIDER_CONFIG_INVALID",
  "BREAKER_SETTINGS_INVALID",
  "RETRY_POLICY_INVALID",
  "RESOURCES_INVALID",
];

describe.each(MAKERS)("%s", (_, make, names) => {
  it.each(names)("refuses %s that is no number, endless or below 0, and names it", async (name) => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, "5", null]) {
      const error = await Promise.resolve()
        .then(() => make({ [name]: value }))
        .then(
          () => `${name} may be ${value}`,
          (thrown) => thrown,
        );
      expect(CODES, `${error}`).toContain(error.code);
      expect(error.details.problems, `${value}`).toEqual([
        expect.objectContaining({ path: expect.arrayContaining([name]), hint: expect.any(String) }),
      ]);
    }
  });
});
