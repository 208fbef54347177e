import { X } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./banner.module.css";
import { IconButton } from "./icon-button.tsx";

export interface BannerProps {
  readonly tone: "warn" | "error";
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  /** With it, the banner can be closed. */
  readonly onDismiss?: () => void;
}

/** A line across the page about the state of the whole. Errors are announced at once, warnings politely. */
export function Banner({ tone, icon, children, action, onDismiss }: BannerProps) {
  return (
    <div className={`${styles.banner} ${styles[tone]}`} role={tone === "error" ? "alert" : "status"}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <div className={styles.text}>{children}</div>
      {action}
      {onDismiss && <IconButton label="Dismiss" icon={<X />} onClick={onDismiss} className={styles.close} />}
    </div>
  );
}
