import { abortable, abortReason, InFlight, throwIfAborted } from "@pergola/core";
import type { WaitOptions } from "@pergola/resources";
import type { AgentReload, ReloadOptions } from "../reload/agent-reload.ts";
import { keptParts } from "../reload/kept-parts.ts";
import { reloadChanges } from "../reload/reload-changes.ts";
import { type ReloadSource, readSource } from "../reload/reload-source.ts";
import { restartRequired } from "../reload/restart-required.ts";
import { runsSettled } from "../reload/runs-settled.ts";
import { agentClosed } from "../resources/agent-resources.ts";
import { type AgentClaim, claimStore } from "./agent-claims.ts";
import type { AgentParts } from "./agent-parts.ts";

/**
 * The parts of an agent: those of now, and those of before that runs still use. They change in one assignment; what no
 * run and no later parts use any more is closed.
 */
export class LiveParts {
  #now: AgentParts;
  #claim: AgentClaim | undefined;
  #isOpen = false;
  readonly #closing = new AbortController();
  readonly #opening = new InFlight();
  /** Reloads that wait or are under way: they go one after the other. */
  #reloads = 0;
  #last: Promise<void> = Promise.resolve();
  /** All parts that are in use. */
  readonly #inUse = new Set<AgentParts>();
  readonly #retiring = new InFlight();

  constructor(parts: AgentParts) {
    this.#now = parts;
    this.#inUse.add(parts);
  }

  /** What a run that begins now uses to its end. */
  get now(): AgentParts {
    return this.#now;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** @throws AGENT_CLOSED */
  assertOpen(): void {
    if (this.#closing.signal.aborted) throw agentClosed(this.#now.definition.name);
  }

  /** Does nothing when it is done. @throws RESOURCE_START_FAILED, AGENT_CONFLICT, AGENT_CLOSED; the signal's reason */
  async open({ signal }: WaitOptions): Promise<void> {
    this.assertOpen();
    if (this.#isOpen) return;
    while (this.#reloads > 0) await abortable(this.#last, signal);
    if (this.#isOpen) return;
    await this.#opening.track(this.#open(signal));
  }

  /** @throws RESTART_REQUIRED, what building and opening throws, AGENT_CLOSED; the signal's reason: the parts stay what they were */
  reload(source: ReloadSource, { signal }: ReloadOptions): Promise<AgentReload> {
    this.assertOpen();
    const stop = AbortSignal.any([this.#closing.signal, ...(signal === undefined ? [] : [signal])]);
    const wanted: WantedReload = { source, stop, isLive: false };
    this.#reloads += 1;
    const reload = this.#last
      .then(() => this.#reload(wanted))
      .finally(() => {
        this.#reloads -= 1;
      });
    this.#last = reload.then(ignore, ignore);
    return unlessLive(reload, wanted);
  }

  /** Gives up a reload that is under way, waits for all runs, and closes everything. */
  async close(): Promise<void> {
    this.#closing.abort(agentClosed(this.#now.definition.name));
    await this.#last;
    await runsSettled(this.#now.running);
    await this.#retiring.settled();
    this.#claim?.release();
    const { installed, log } = this.#now;
    const closed = await Promise.allSettled([this.#closeUnused(this.#now), installed.close()]);
    await log?.log.close();
    for (const each of closed) if (each.status === "rejected") throw each.reason;
  }

  async #open(signal: AbortSignal | undefined): Promise<void> {
    const { resources, memory, definition } = this.#now;
    await resources.start({ signal });
    if (memory.isEnabled) this.#claim ??= claimStore(memory.store, definition);
    this.#isOpen = true;
  }

  async #reload(wanted: WantedReload): Promise<AgentReload> {
    const { source, stop } = wanted;
    await abortable(this.#opening.settled(), stop);
    const old = this.#now;
    const { config, env, explain } = readSource(source, old);
    const definition = old.complete(config);
    const { parameters: changes, topology } = await reloadChanges(old, { definition, variables: { ...env } });
    if (topology.length + changes.length === 0) return { outcome: "unchanged", changes };
    throwIfAborted(stop);
    try {
      // What is wrong would not start either.
      if (topology.length > 0) {
        await old.check({ definition, env });
        throw restartRequired(old.definition.name, topology);
      }
      const next = await old.rebuild({ definition, env, shared: keptParts(old, changes) });
      await this.#replace(next, wanted);
    } catch (error) {
      throw explain(error);
    }
    return { outcome: "reloaded", changes };
  }

  /** Nothing of the old ones is touched before everything is there. */
  async #replace(next: AgentParts, wanted: WantedReload): Promise<void> {
    const { stop } = wanted;
    const old = this.#now;
    try {
      throwIfAborted(stop);
      if (this.#isOpen) await next.resources.start({ signal: stop });
      throwIfAborted(stop);
      const claim = this.#claim;
      this.#claim = this.#isOpen ? this.#claimFor(next) : undefined;
      this.#inUse.add(next);
      this.#now = next;
      wanted.isLive = true;
      this.#retire(old, claim === this.#claim ? undefined : claim);
    } catch (error) {
      await this.#closeUnused(next).catch((failed: unknown) => tellOf(next, failed));
      throw error;
    }
  }

  #claimFor({ memory, definition }: AgentParts): AgentClaim | undefined {
    if (!memory.isEnabled) return undefined;
    if (this.#claim?.isOn(memory.store) !== true) return claimStore(memory.store, definition);
    this.#claim.moveTo(definition);
    return this.#claim;
  }

  #retire(old: AgentParts, claim: AgentClaim | undefined): void {
    const retiring = runsSettled(old.running)
      .then(() => this.#closeUnused(old))
      .catch((error: unknown) => tellOf(old, error))
      .finally(() => claim?.release());
    void this.#retiring.track(retiring);
  }

  /** What goes on in other parts stays open. @throws what the first one threw that did not close */
  async #closeUnused(parts: AgentParts): Promise<void> {
    this.#inUse.delete(parts);
    const { llm, resources } = parts;
    const isUsed = [...this.#inUse].some((each) => each.llm === llm);
    const closed = await Promise.allSettled([resources.close(), ...(isUsed ? [] : [llm.close()])]);
    for (const each of closed) if (each.status === "rejected") throw each.reason;
  }
}

interface WantedReload {
  readonly source: ReloadSource;
  readonly stop: AbortSignal;
  /** Nobody can give it up any more. */
  isLive: boolean;
}

/** Whoever gives it up is let go at once; but what is live has happened, whatever the signal says then. */
function unlessLive(reload: Promise<AgentReload>, wanted: WantedReload): Promise<AgentReload> {
  const { stop } = wanted;
  const giveUp = new AbortController();
  const onStop = () => {
    if (!wanted.isLive) giveUp.abort(abortReason(stop));
  };
  if (stop.aborted) onStop();
  else stop.addEventListener("abort", onStop, { once: true });
  return abortable(reload, giveUp.signal).finally(() => stop.removeEventListener("abort", onStop));
}

const ignore = () => undefined;

/** Nobody waits for it: the reload itself went well, or has failed of something else. */
function tellOf({ logger, definition }: AgentParts, error: unknown): void {
  logger.warn("A resource that a reload has replaced did not close.", { agent: definition.name, error });
}
