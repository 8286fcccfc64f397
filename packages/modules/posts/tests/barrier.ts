/** Makes a meeting point: each arrival waits until `parties` have arrived. */
export function barrier(parties: number): () => Promise<void> {
  const meeting = Promise.withResolvers<void>();
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived >= parties) meeting.resolve();
    return meeting.promise;
  };
}
