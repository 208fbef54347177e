import styles from "./conversation-skeleton.module.css";

/** Stands in for a conversation that is being read. */
export function ConversationSkeleton() {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading the chat">
      <div className={styles.message} />
      <div className={styles.line} />
      <div className={styles.line} />
      <div className={styles.line} />
    </div>
  );
}
