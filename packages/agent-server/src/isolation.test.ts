import fc from "fast-check";
import { expect, it } from "vitest";
import { openSocket, type TestSocket } from "./flows.test-helper.ts";
import {
  type Answer,
  type Person,
  readAnswer,
  type SharedServer,
  serveAll,
} from "./isolation.test-helper.ts";

/** What somebody knows, or guesses, of what another has. */
interface Ids {
  readonly session: string;
  readonly run: string;
  readonly trace: string;
  readonly cursors: readonly string[];
}

interface Call {
  readonly path: string;
  readonly method?: string;
  readonly json?: object;
  /** The answer is the one of a server where nobody has anything. */
  readonly isNothing?: true;
}

const get = (path: string, more: Partial<Call> = {}): Call => ({ path, ...more });
const at = (id: string) => encodeURIComponent(id);
const nothing = { isNothing: true } as const;
const hello = [{ role: "user", content: "Hello" }];

/** Every route there is, with the calls that try to get at what is somebody else's. */
const CALLS: Readonly<Record<string, (ids: Ids) => readonly Call[]>> = {
  "GET /": () => [get("/")],
  "GET /*": ({ session }) => [get(`/assets/${at(session)}`)],
  "GET /index.html": () => [get("/index.html")],
  "GET /health/live": () => [get("/health/live")],
  "GET /metrics": () => [get("/metrics")],
  "GET /v1/agents/:id/graph": () => [get("/v1/agents/assistant/graph")],
  "GET /v1/agents/:id/health": () => [get("/v1/agents/assistant/health")],
  "GET /v1/flows": () => [get("/v1/flows")],
  "GET /v1/flows/:name/traces": () => [get("/v1/flows/mail/traces")],
  "POST /v1/flows/:name/traces": ({ trace }) => [
    get("/v1/flows/mail/traces", { method: "POST", json: { input: "hi", id: trace } }),
  ],
  "DELETE /v1/flows/:name/traces/:id": ({ trace }) => [
    get(`/v1/flows/mail/traces/${at(trace)}`, { method: "DELETE", ...nothing }),
  ],
  "GET /v1/logs": ({ run }) => [get("/v1/logs?level=debug"), get(`/v1/logs?run=${at(run)}`, nothing)],
  "GET /v1/metrics/summary": () => [get("/v1/metrics/summary")],
  "GET /v1/metrics/timeline": () => [get("/v1/metrics/timeline")],
  "GET /v1/models": () => [get("/v1/models")],
  "GET /v1/models/:id": ({ session }) => [get(`/v1/models/${at(session)}`, nothing)],
  "GET /v1/runs": ({ session, cursors }) => [
    get("/v1/runs"),
    get(`/v1/runs?session_id=${at(session)}&outcome=completed`),
    ...cursors.map((cursor) => get(`/v1/runs?cursor=${at(cursor)}`)),
  ],
  "POST /v1/runs": ({ session: session_id }) => [
    get("/v1/runs", { method: "POST", json: { agent: "assistant", message: "Hello", session_id } }),
  ],
  "GET /v1/runs/:id": ({ run }) => [get(`/v1/runs/${at(run)}`, nothing)],
  "POST /v1/runs/:id/cancel": ({ run }) => [
    get(`/v1/runs/${at(run)}/cancel`, { method: "POST", ...nothing }),
  ],
  "POST /v1/chat/completions": ({ session }) => [
    get("/v1/chat/completions", {
      method: "POST",
      json: { model: "assistant", messages: hello, metadata: { session_id: session, user_id: session } },
    }),
  ],
  "GET /v1/sessions": ({ cursors }) => [
    get("/v1/sessions"),
    ...cursors.map((cursor) => get(`/v1/sessions?cursor=${at(cursor)}`)),
  ],
  "GET /v1/sessions/:id": ({ session }) => [get(`/v1/sessions/${at(session)}`, nothing)],
  "DELETE /v1/sessions/:id": ({ session }) => [
    get(`/v1/sessions/${at(session)}`, { method: "DELETE", ...nothing }),
  ],
  "GET /ws": () => [get("/ws")],
};

/** Those by which something is made come last: they make it the caller's own. */
const inOrder = (ids: Ids) =>
  Object.values(CALLS)
    .flatMap((of) => of(ids))
    .sort((one, other) => Number(other.isNothing ?? false) - Number(one.isNothing ?? false));

async function ask(server: SharedServer, who: number, { path, method = "GET", json }: Call): Promise<Answer> {
  const headers = new Headers({ "x-person": String(who), accept: "text/html" });
  if (json !== undefined) headers.set("content-type", "application/json");
  const body = json === undefined ? {} : { body: JSON.stringify(json) };
  return readAnswer(await fetch(server.url + path, { method, headers, redirect: "manual", ...body }));
}

const say = (server: SharedServer, who: number, message: string, session_id: string) =>
  ask(server, who, {
    path: "/v1/runs",
    method: "POST",
    json: { agent: "assistant", message, session_id },
  });

const found = (pattern: RegExp, { body }: Answer) => String(pattern.exec(body)?.[1]);

interface Planted extends Ids {
  readonly socket: TestSocket;
  /** What nobody else may see. */
  readonly secrets: readonly string[];
  /** Ends when its run is stopped. */
  readonly held: Promise<Answer>;
}

/** Gives somebody a bit of everything; the trace is still running, and a run is. */
async function plant(server: SharedServer, who: number, { mark }: Person): Promise<Planted> {
  const session = `session-${crypto.randomUUID()}`;
  const socket = await openSocket(server.url, { headers: { "x-person": String(who) } });
  socket.say({ type: "subscribe-logs", level: "debug" });
  const first = await say(server, who, `My secret is ${mark}.`, session);
  await say(server, who, `Do not tell ${mark}.`, "shared");
  const json = { input: `hold ${mark}` };
  const trace = await ask(server, who, { path: "/v1/flows/mail/traces", method: "POST", json });
  const [run, id] = [found(/"runId":"([^"]+)"/, first), found(/"id":"([^"]+)"/, trace)];
  socket.say({ type: "subscribe", flow: "mail", follow: id });
  const cursors = await Promise.all(
    ["runs", "sessions"].map(async (kind) =>
      found(/"nextCursor":"([^"]+)"/, await ask(server, who, get(`/v1/${kind}?limit=1`))),
    ),
  );
  const held = say(server, who, `hold ${mark}`, session);
  return { session, run, trace: id, cursors, socket, held, secrets: [mark, run, id] };
}

const HOSTILE = [
  "a:b",
  "a",
  "user1",
  "user10",
  "%",
  "_",
  "ada",
  "аda",
  "é",
  "e\u0301",
  "a\u0000b",
  "..%2f..",
  "__proto__",
  "' OR 1=1 --",
  "x".repeat(10_000),
];

const guessed = (text: string): Ids => ({ session: text, run: text, trace: text, cursors: [text, "r1.zz"] });

/** What is told to one of them, without what they have said themselves. */
const withoutAsked = ({ headers, body }: Answer, ids: Ids) =>
  [ids.run, ids.trace].reduce((text, id) => text.replaceAll(id, ""), JSON.stringify(headers) + body);

async function expectNothingOfOthers(
  full: SharedServer,
  empty: SharedServer,
  { who, secrets, ids }: { who: number; secrets: readonly string[]; ids: Ids },
) {
  for (const call of inOrder(ids)) {
    const answer = await ask(full, who, call);
    const told = withoutAsked(answer, ids);
    for (const secret of secrets) expect(told).not.toContain(secret);
    if (call.isNothing) expect({ call, ...answer }).toEqual({ call, ...(await ask(empty, who, call)) });
  }
}

/** What a foreign id and one that never was say on a WebSocket, and what comes after. */
async function watchOf({ socket, run }: Planted, foreign: Ids) {
  const never = crypto.randomUUID();
  const told = async (follow: string) => {
    const from = socket.frames.length;
    socket.say({ type: "subscribe", flow: "mail", follow });
    const isAnswer = ({ type }: { type: string }) => type === "error" || type === "subscribed";
    await socket.until((frame) => socket.frames.indexOf(frame) >= from && isAnswer(frame));
    return JSON.stringify(socket.frames.slice(from).find(isAnswer)).replaceAll(follow, "");
  };
  expect(await told(foreign.trace)).toBe(await told(never));
  const from = socket.frames.length;
  for (const runId of [foreign.run, never, run])
    socket.say({ type: "subscribe-logs", level: "debug", runId });
  const isOwn = (frame: { type: string }) =>
    frame.type === "log-lines" && JSON.stringify(frame).includes(run);
  await socket.until((frame) => socket.frames.indexOf(frame) >= from && isOwn(frame));
}

/** Everything is there still, and still theirs. */
async function expectUntouched(server: SharedServer, who: number, planted: Planted, mark: string) {
  const { session, run, trace, held } = planted;
  for (const path of [`/v1/sessions/${session}`, `/v1/runs/${run}`, "/v1/logs?level=debug", "/v1/runs"])
    expect((await ask(server, who, get(path))).body).toContain(path.includes("logs") ? mark : run);
  const running = await ask(server, who, get("/v1/runs?status=pending"));
  const live = found(/"id":"([^"]+)"/, running);
  expect(await ask(server, who, get(`/v1/runs/${live}/cancel`, { method: "POST" }))).toMatchObject({
    status: 202,
  });
  expect((await held).body).toContain('"outcome":"cancelled"');
  const stopped = await ask(server, who, get(`/v1/flows/mail/traces/${trace}`, { method: "DELETE" }));
  expect(stopped.body).toContain('"cancelled":true');
}

it("shows nobody, by any route or frame, what is somebody else's, nor that it is there", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on("warning", onWarning);
  const two = fc.shuffledSubarray(HOSTILE, { minLength: 2, maxLength: 2 });
  const some = fc.shuffledSubarray(HOSTILE, { minLength: 2, maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(two, two, some, async (tenants, users, guesses) => {
      const people: Person[] = tenants.flatMap((tenantId) =>
        users.map((userId) => ({ tenantId, userId, mark: `mark-${crypto.randomUUID()}` })),
      );
      people.push({ tenantId: "local", userId: "root", mark: "none", isOperator: true });
      await using full = await serveAll(people);
      await using empty = await serveAll(people);
      expect(full.routes.filter((route) => !route.startsWith("HEAD "))).toEqual(Object.keys(CALLS).sort());
      const owners = people.slice(0, 4);
      const all = await Promise.all(owners.map((person, who) => plant(full, who, person)));
      for (const who of people.keys()) {
        const others = all.filter((_, index) => index !== who);
        const secrets = others.flatMap((each) => each.secrets);
        for (const ids of [...others, ...guesses.map(guessed)])
          await expectNothingOfOthers(full, empty, { who, secrets, ids });
        const own = all[who];
        for (const other of own === undefined ? [] : others) await watchOf(own as Planted, other);
      }
      for (const [who, own] of all.entries()) {
        await expectUntouched(full, who, own, owners[who]?.mark ?? "");
        const told = JSON.stringify(own.socket.frames);
        const secrets = all.flatMap((each) => (each === own ? [] : each.secrets.slice(0, 1)));
        for (const secret of secrets) expect(told).not.toContain(secret);
        expect(told).toContain(owners[who]?.mark);
        own.socket[Symbol.dispose]();
      }
    }),
    { numRuns: 1 },
  );
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
}, 120_000);
