import type { AgentHealth } from "@pergola/resources";
import { errorData } from "../../../api/api-error.ts";
import { Badge } from "../../../ui/badge.tsx";
import { clockTime } from "../../../ui/clock-time.ts";
import { ErrorNote } from "../../../ui/error-note.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { StateDot } from "../../../ui/state-dot.tsx";
import { useHealth } from "../api/use-metrics.ts";
import { healthVerdict, stateTone } from "../health-verdict.ts";
import card from "./chart-card.module.css";
import styles from "./health-card.module.css";

/** Whether an agent is well: its model, its resources, its breakers. */
export function HealthCard({ agent }: { readonly agent: string }) {
  const { data: health, error } = useHealth(agent);
  const verdict = health && healthVerdict(health);
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
          {breakers.map(({ name, state, failures, openUntil }) => (
            <li key={name} className={styles.part}>
              <StateDot tone={stateTone(state)} />
              <span className={styles.name}>{name}</span>
              <span className={styles.note}>
                {BREAKER_WORDS[state]}
                {failures > 0 && `, ${failures} failed in a row`}
                {openUntil !== undefined && `, one may try at ${clockTime(openUntil)}`}
              </span>
            </li>
          ))}
        </ul>
        {breakers.length === 0 && <span className={styles.note}>none has been needed yet</span>}
      </dd>
    </dl>
  );
}

const BREAKER_WORDS = {
  closed: "calls go through",
  open: "no call goes through",
  "half-open": "one call may try",
} as const;
