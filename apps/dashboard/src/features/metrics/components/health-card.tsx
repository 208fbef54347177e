import type { AgentHealth, BreakerSnapshot } from "@pergola/resources";
import { errorData } from "../../../api/api-error.ts";
import { Badge } from "../../../ui/badge.tsx";
import { clockTime } from "../../../ui/clock-time.ts";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { StateDot } from "../../../ui/state-dot.tsx";
import { useHealth } from "../api/use-metrics.ts";
import { breakerState, healthVerdict, stateTone } from "../health-verdict.ts";
import card from "./chart-card.module.css";
import styles from "./health-card.module.css";

/** What is shown is what was so before the server was asked in vain. */
const UNKNOWN = { tone: "neutral", words: "Not known right now" } as const;

/** Whether an agent is well: its model, its resources, its breakers. */
export function HealthCard({ agent }: { readonly agent: string }) {
  const { data: health, error } = useHealth(agent);
  const verdict = error ? UNKNOWN : health && healthVerdict(health, Date.now());
  return (
    <section className={card.card} aria-labelledby="health">
      <header className={card.head}>
        <h2 id="health" className={card.question}>
          Is {agent} well?
        </h2>
        {verdict && (
          <span className={styles.verdict} role="status">
            <Badge tone={verdict.tone}>{verdict.words}</Badge>
          </span>
        )}
      </header>
      {health ? (
        <Parts health={health} />
      ) : error ? (
        <ErrorNote error={errorData(error)} />
      ) : (
        <Spinner label="Loading" />
      )}
    </section>
  );
}

function Parts({ health: { model, resources, breakers } }: { readonly health: AgentHealth }) {
  return (
    <dl className={styles.parts}>
      <dt>Model</dt>
      <dd>
        <code className={styles.model}>{model}</code>
      </dd>
      <dt>Resources</dt>
      <dd>
        <ul className={styles.list}>
          {resources.map(({ name, category, state }) => (
            <li key={name} className={styles.part}>
              <StateDot tone={stateTone(state)} />
              <span className={styles.name}>{name}</span>
              <span className={styles.note}>{name === category ? state : `${category}, ${state}`}</span>
            </li>
          ))}
        </ul>
        {resources.length === 0 && <span className={styles.note}>none</span>}
      </dd>
      <dt>Breakers</dt>
      <dd>
        <ul className={styles.list}>
          {breakers.map((each) => (
            <Breaker key={each.name} breaker={each} />
          ))}
        </ul>
        {breakers.length === 0 && <span className={styles.note}>none has been needed yet</span>}
      </dd>
    </dl>
  );
}

function Breaker({ breaker }: { readonly breaker: BreakerSnapshot }) {
  const { name, failures, openUntil } = breaker;
  const state = breakerState(breaker, Date.now());
  const facts = [
    BREAKER_WORDS[state],
    failures > 0 && `${failures} failed in a row`,
    state === "open" && openUntil !== undefined && `one may try at ${clockTime(openUntil)}`,
  ];
  return (
    <li className={styles.part}>
      <StateDot tone={stateTone(state)} />
      <span className={styles.name}>{name}</span>
      <span className={styles.note}>{facts.filter(Boolean).join(", ")}</span>
    </li>
  );
}

const BREAKER_WORDS = {
  closed: "calls go through",
  open: "no call goes through",
  "half-open": "one call may try",
} as const;
