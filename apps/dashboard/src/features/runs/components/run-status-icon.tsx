import { Ban, CircleAlert, CircleCheck, CirclePause, Clock, Coins, Unplug } from "lucide-react";
import { Spinner } from "../../../ui/spinner.tsx";
import { type RunStatus, STATUS_WORDS } from "../run-status.ts";
import styles from "./run-status-icon.module.css";

const ICONS: Readonly<Record<Exclude<RunStatus, "running">, typeof Ban>> = {
  completed: CircleCheck,
  failed: CircleAlert,
  cancelled: Ban,
  deadline: Clock,
  budget: Coins,
  suspended: CirclePause,
  interrupted: Unplug,
};

/** How a run is: an icon, and its word for those who don't see it. */
export function RunStatusIcon({ status }: { readonly status: RunStatus }) {
  if (status === "running") return <Spinner label={STATUS_WORDS.running} />;
  const Icon = ICONS[status] ?? CircleAlert;
  return (
    <span className={styles.icon} data-status={status}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{STATUS_WORDS[status] ?? status}</span>
    </span>
  );
}

/** The same with its word. */
export function RunStatusBadge({ status }: { readonly status: RunStatus }) {
  const Icon = status === "running" ? undefined : (ICONS[status] ?? CircleAlert);
  return (
    <span className={styles.badge} data-status={status}>
      {Icon ? <Icon aria-hidden="true" /> : <Spinner />}
      {STATUS_WORDS[status] ?? status}
    </span>
  );
}
