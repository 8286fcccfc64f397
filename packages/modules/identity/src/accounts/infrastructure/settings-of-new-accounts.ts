import { defineHandler } from "@ashlar/spine";
import { userSettings } from "../../infrastructure/tables.ts";
import { defaultSettings } from "../settings.ts";

/** Gives every new account its settings, once. */
export const settingsOfNewAccounts = defineHandler({
  name: "identity.default-settings",
  on: ["user.registered"],
  handle: async ({ event, tx }) => {
    const at = event.occurredAt;
    const row = { userId: event.data.userId, createdAt: at, ...defaultSettings(at) };
    await tx.insert(userSettings).values(row).onConflictDoNothing();
  },
});
