import { abortable, type Clock, InFlight, type Logger, toErrorData } from "@pergola/core";
import {
  type CloseFailure,
  type ResourcePhase,
  resourceTimeout,
  type StartFailure,
} from "./container-errors.ts";
import { linkSignals } from "./linked-signal.ts";
import { closeManaged, type ManagedResource } from "./managed-resource.ts";
import { type Opening, openResource } from "./open-resource.ts";
import type { ResourceContext, ResourceDependencies } from "./resource-definition.ts";
import type { ResourceNode } from "./resource-node.ts";
import type { ResourceChanged, ResourceListener, ResourceState, ResourceStatus } from "./resource-state.ts";
import { withinLimit } from "./within-limit.ts";

export interface SlotSeams {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly env: ResourceContext["env"];
  readonly tell: ResourceListener;
}

/** The place of one resource: empty, or with one that was started and will be closed once. */
export class ResourceSlot {
  readonly node: ResourceNode;
  readonly #seams: Omit<SlotSeams, "tell">;
  readonly #logger: Logger;
  /** Who hears of it: the containers that have it. The last one of them closes it. */
  readonly #holders: Set<ResourceListener>;
  #status: ResourceStatus = "idle";
  #error: unknown;
  #lastUsedAt: number | undefined;
  #resource: ManagedResource | undefined;
  readonly #stopWork = new AbortController();
  readonly #inFlight = new InFlight();
  /** Closings of what was made after its start had been given up. */
  readonly #late = new InFlight();

  constructor(node: ResourceNode, { tell, ...seams }: SlotSeams) {
    this.node = node;
    this.#seams = seams;
    this.#holders = new Set([tell]);
    this.#logger = seams.logger.child({ component: "resource", resource: node.key });
  }

  get status(): ResourceStatus {
    return this.#status;
  }

  /** The resource, while it is ready. */
  get resource(): ManagedResource | undefined {
    return this.#status === "ready" ? this.#resource : undefined;
  }

  get state(): ResourceState {
    const { key: name, category } = this.node;
    return {
      name,
      category,
      state: this.#status,
      ...(this.#lastUsedAt !== undefined && { lastUsedAt: this.#lastUsedAt }),
      ...(this.#inFlight.size > 0 && { inFlight: this.#inFlight.size }),
      ...(this.#status === "failed" && { error: toErrorData(this.#error) }),
    };
  }

  /** One more container has it. */
  hold(tell: ResourceListener): void {
    this.#holders.add(tell);
  }

  /** Starts it, or closes what there is of it and says why not. */
  async start(dependencies: ResourceDependencies, signal: AbortSignal): Promise<StartFailure | undefined> {
    const opening: Opening = { phase: "create", resource: undefined };
    this.#move("starting");
    try {
      await this.#limited(
        () => opening.phase,
        this.node.startTimeoutMs,
        (own) => this.#open(opening, dependencies, own),
        signal,
      );
    } catch (error) {
      const closeFailures = await this.#release(opening.resource);
      this.#move(signal.aborted ? "closed" : "failed", error);
      return { key: this.node.key, phase: opening.phase, error, closeFailures };
    }
    this.#resource = opening.resource;
    this.#move("ready");
    return undefined;
  }

  /** A container has it no more. */
  async letGo(tell: ResourceListener): Promise<readonly CloseFailure[]> {
    if (this.#holders.size > 1) {
      this.#holders.delete(tell);
      return [];
    }
    return this.close();
  }

  /** Waits for work in flight and closes it; never throws, and does nothing where there is nothing to close. */
  async close(): Promise<readonly CloseFailure[]> {
    await this.#late.settled();
    const resource = this.#resource;
    if (resource === undefined) return [];
    this.#resource = undefined;
    this.#move("closing");
    const failures = [...(await this.#drain()), ...(await this.#release(resource))];
    const [first] = failures;
    this.#move(first === undefined ? "closed" : "failed", first?.error);
    return failures;
  }

  touch(): void {
    this.#lastUsedAt = this.#seams.clock.now();
  }

  /** Work that `close` waits for. The caller waits no longer than its signal says. */
  async use<Result>(
    work: (signal: AbortSignal) => Result | PromiseLike<Result>,
    signal: AbortSignal | undefined,
  ): Promise<Result> {
    const linked = linkSignals(signal, this.#stopWork.signal);
    const running = (async () => work(linked.signal))().finally(() => {
      linked.letGo();
      this.touch();
    });
    this.touch();
    return abortable(this.#inFlight.track(running), linked.signal);
  }

  #open(opening: Opening, dependencies: ResourceDependencies, signal: AbortSignal): Promise<void> {
    const context = { signal, logger: this.#logger, env: this.#seams.env };
    const onLate = (resource: ManagedResource) => this.#closeLate(resource);
    return openResource(this.node, opening, { dependencies, context, onLate });
  }

  #closeLate(resource: ManagedResource): void {
    const closing = this.#release(resource).then((failures) => {
      // Nobody waits for it: whoever started it was told before.
      for (const { error } of failures)
        this.#logger.warn("A resource that came too late did not close.", { error });
    });
    void this.#late.track(closing);
  }

  async #drain(): Promise<readonly CloseFailure[]> {
    if (this.#inFlight.size === 0) return [];
    return this.#attempt(
      "use",
      () => this.#inFlight.settled(),
      (error) => this.#stopWork.abort(error),
    );
  }

  async #release(resource: ManagedResource | undefined): Promise<readonly CloseFailure[]> {
    if (resource === undefined || !this.node.isOwned) return [];
    const { definition } = this.node;
    return this.#attempt("close", async () =>
      definition.close === undefined ? closeManaged(resource) : definition.close(resource),
    );
  }

  async #attempt(
    phase: ResourcePhase,
    work: () => Promise<unknown>,
    onFailure: (error: unknown) => void = () => undefined,
  ): Promise<readonly CloseFailure[]> {
    try {
      await this.#limited(() => phase, this.node.closeTimeoutMs, work);
      return [];
    } catch (error) {
      onFailure(error);
      return [{ key: this.node.key, error }];
    }
  }

  #limited<T>(
    phase: () => ResourcePhase,
    limitMs: number,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { clock } = this.#seams;
    const onLimit = () => resourceTimeout(this.node.key, phase(), limitMs);
    return withinLimit({ limitMs, clock, signal, onLimit }, work);
  }

  #move(to: ResourceStatus, error?: unknown): void {
    const from = this.#status;
    this.#status = to;
    this.#error = error;
    const event: ResourceChanged = {
      type: "resource-changed",
      ...this.state,
      from,
      at: this.#seams.clock.now(),
    };
    for (const tell of this.#holders) tell(event);
  }
}
