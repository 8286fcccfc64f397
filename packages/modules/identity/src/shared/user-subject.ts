/** A user as what an audit entry is about. */
export const userSubject = (userId: string) => ({ kind: "user", id: userId }) as const;
