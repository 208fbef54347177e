import { Ban, CircleAlert, CircleCheck, Clock } from "lucide-react";
import type { TraceState } from "../../../api/flows.ts";
import { Spinner } from "../../../ui/spinner.tsx";
import styles from "./trace-state-icon.module.css";

/** How a trace is, as an icon with its word for those who hear it. */
export function TraceStateIcon({ state }: { readonly state: TraceState }) {
  if (state === "running") return <Spinner label="running" />;
  const Icon = ICONS[state] ?? CircleAlert;
  return (
    <span className={styles.icon} data-state={state}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{state}</span>
    </span>
  );
}

const ICONS: Readonly<Record<string, typeof Ban | undefined>> = {
  completed: CircleCheck,
  cancelled: Ban,
  stopped: Ban,
  deadline: Clock,
};
