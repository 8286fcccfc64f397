/** Answers the parent's question for this process's resident memory, in bytes. */
export const memoryOnRequest = (): void => {
  process.on("message", (message: unknown) => {
    if (Reflect.get(Object(message), "ask") === "memory") process.send?.(process.memoryUsage.rss());
  });
};
