import { contract } from "@ashlar/contracts";
import { type Implementation, implement } from "@ashlar/rpc";
import { endUserSessions } from "../sessions/end-user-sessions.ts";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import { changeSettings } from "./change-settings.ts";
import { createUser } from "./create-user.ts";
import { deactivateUser } from "./deactivate-user.ts";
import { listUsers } from "./list-users.ts";
import { readSettings } from "./read-settings.ts";
import { readUser } from "./read-user.ts";
import { renameUser } from "./rename-user.ts";
import { setRoles } from "./set-roles.ts";
import { userView } from "./user-view.ts";

/** `users.*` of the contract, filled in. */
export const usersProcedures = (deps: IdentityDeps): Implementation<typeof contract.users> =>
  implement(contract.users, {
    list: async ({ input }) => {
      const { items, page } = await listUsers(deps, input);
      return { items: items.map(userView), page };
    },
    get: async ({ actor, input }) => userView(await readUser(deps, actor, input.id)),
    create: async ({ actor, input }) => userView(await createUser(deps, actor, input)),
    update: async ({ actor, input }) =>
      userView(await renameUser(deps, actor, { userId: input.id, name: input.name })),
    settings: {
      get: ({ actor, input }) => readSettings(deps, actor, input.id),
      update: ({ actor, input: { id, ...change } }) => changeSettings(deps, actor, { userId: id, ...change }),
    },
    setRoles: async ({ actor, input }) =>
      userView(await setRoles(deps, actor, { userId: input.id, roles: input.roles })),
    endSessions: async ({ actor, input, credentials }) => {
      await endUserSessions(deps, actor, input.id);
      if (input.id === actor.userId) credentials.withdrawSession();
    },
    deactivate: async ({ actor, input, credentials }) => {
      const user = await deactivateUser(deps, actor, input.id);
      if (user.id === actor.userId) credentials.withdrawSession();
      return userView(user);
    },
  });
