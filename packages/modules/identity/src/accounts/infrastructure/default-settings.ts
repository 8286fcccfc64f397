import { defineHandler } from "@ashlar/spine";
import { userSettings } from "../../infrastructure/tables.ts";

/** Gives every new account its settings, once. */
export const defaultSettings = defineHandler({
  name: "identity.default-settings",
  on: ["user.registered"],
  handle: async ({ event, tx }) => {
    const at = event.occurredAt;
    const row = { userId: event.data.userId, locale: "en", wantsNews: false, createdAt: at, updatedAt: at };
    await tx.insert(userSettings).values(row).onConflictDoNothing();
  },
});
