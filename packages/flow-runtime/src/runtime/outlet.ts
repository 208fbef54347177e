import { flowErrors } from "../errors.ts";
import { extendMeta } from "../meta.ts";
import { Outgoing } from "../outgoing.ts";
import type { Attempt } from "./attempt.ts";
import { Blocked } from "./blocked.ts";
import type { Engine } from "./engine.ts";
import { Envelope } from "./envelope.ts";
import type { Link } from "./link.ts";
import type { NodeReports } from "./node-reports.ts";

/** Where what a node gives goes. */
export class Outlet {
  links: readonly Link[] = [];
  readonly #name: string;
  readonly #engine: Engine;
  readonly #reports: NodeReports;

  constructor({ name, engine, reports }: { name: string; engine: Engine; reports: NodeReports }) {
    this.#name = name;
    this.#engine = engine;
    this.#reports = reports;
  }

  /** Sends what a node has returned. @throws UNKNOWN_TARGET */
  send(attempt: Attempt, value: unknown): void {
    const { trace, meta } = attempt.envelope;
    const isPlain = !(value instanceof Outgoing);
    const links = isPlain || value.to === undefined ? this.links : this.linksTo(value.to);
    const payload = isPlain ? value : value.payload;
    const extended = isPlain ? meta : extendMeta(meta, value.meta);
    // Who stands still, or keeps the trace from its end, may be all that there is of it: then the message must count.
    const isQuiet = this.#engine.events === undefined && attempt.parks === 0;
    for (const link of links) {
      const envelope = new Envelope(trace, payload, extended, link.index);
      const gatherer = isQuiet && !link.isBack ? link.target?.gatherer : undefined;
      if (gatherer?.gather(envelope) === true) continue;
      this.sendOver(link, envelope, attempt);
      if (attempt.isAbandoned) return;
    }
  }

  /** @returns the message as it waits, or undefined when it was taken */
  sendOver(link: Link, envelope: Envelope, attempt: Attempt): Blocked | undefined {
    if (attempt.isAbandoned) return undefined;
    const { trace } = envelope;
    const engine = this.#engine;
    const sent = link.isBack ? engine.goBack(trace, envelope) : envelope;
    if (sent === undefined) return undefined;
    trace.pending++;
    if (engine.events !== undefined) this.#reports.emitted(attempt, link.to);
    // Whoever was told may have ended the trace.
    if (attempt.isAbandoned) return undefined;
    if (link.target === undefined) return this.#deliver(sent, attempt);
    const acceptance = link.target.offer(sent, link.isBack);
    if (acceptance === "taken") return undefined;
    const blocked = new Blocked(trace, sent, attempt);
    attempt.outstanding++;
    if (engine.events !== undefined) this.#reports.blocked(attempt);
    link.target.block(blocked, acceptance);
    return blocked;
  }

  #deliver(sent: Envelope, attempt: Attempt): Blocked | undefined {
    const blocked = this.#engine.deliver(sent.trace, sent, attempt);
    if (blocked !== undefined && this.#engine.events !== undefined) this.#reports.blocked(attempt);
    return blocked;
  }

  /** @throws UNKNOWN_TARGET */
  linksTo(names: readonly string[]): readonly Link[] {
    return names.map((name) => {
      const link = this.links.find(({ to }) => to === name);
      if (link !== undefined) return link;
      const known = this.links.map(({ to }) => `"${to}"`).sort();
      throw flowErrors.create("UNKNOWN_TARGET", {
        message: `Node "${this.#name}" sent a message to ${typeof name === "string" ? JSON.stringify(name) : String(name)}, which is no successor of it.`,
        hint: known.length === 0 ? "It has no successors." : `Its successors are ${known.join(", ")}.`,
        details: { node: this.#name, target: String(name) },
      });
    });
  }
}
