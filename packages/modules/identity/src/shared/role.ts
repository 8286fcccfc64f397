/** What a person is to the service; the permissions behind each role are the contract's. */
export const roles = ["customer", "author", "staff", "admin"] as const;

export type Role = (typeof roles)[number];
