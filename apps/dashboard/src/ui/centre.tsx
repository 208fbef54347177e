import type { ReactNode } from "react";
import styles from "./centre.module.css";

/** In the middle of the room that is there: why there is nothing else. */
export function Centre({ children }: { readonly children: ReactNode }) {
  return <div className={styles.centre}>{children}</div>;
}
