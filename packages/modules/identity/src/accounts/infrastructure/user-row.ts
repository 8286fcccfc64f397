import { users } from "../../infrastructure/tables.ts";
import type { User } from "../user.ts";

/** The columns of a user as everybody may read it within the module; the password's hash is asked for by name. */
export const userColumns = {
  id: users.id,
  email: users.email,
  emailVerifiedAt: users.emailVerifiedAt,
  name: users.name,
  roles: users.roles,
  status: users.status,
  createdAt: users.createdAt,
  updatedAt: users.updatedAt,
} as const;

type CredentialsRow = User & { readonly passwordHash: string | null };

/** Takes the hash off a row, so that a user which is handed on cannot carry it. */
export const credentialsOfRow = ({ passwordHash, ...user }: CredentialsRow) => ({ user, passwordHash });
