/** What a user has chosen. */
export type Settings = {
  /** BCP 47. */
  readonly locale: string;
  /** Mails that are not about the account's safety or the user's orders. */
  readonly wantsNews: boolean;
  readonly updatedAt: Date;
};

/** The settings of a new account. */
export const defaultSettings = (at: Date): Settings => ({ locale: "en", wantsNews: false, updatedAt: at });

export type SettingsReader = {
  /** @returns null where a new account has none yet: they follow its registration by an event. */
  readonly find: (userId: string) => Promise<Settings | null>;
};

export type SettingsWriter = SettingsReader & {
  readonly save: (userId: string, settings: Settings) => Promise<void>;
};
