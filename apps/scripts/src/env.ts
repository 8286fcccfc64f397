/** What the scripts read of the environment. */
export type ScriptsEnv = {
  /** Unset: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Folder of the embedded database, relative to the repository's root. */
  readonly dataDir: string;
  /** Where a running server is reached. */
  readonly serverUrl: string;
  /** A session token for scripts that go over HTTP. */
  readonly token: string | undefined;
};

const setOrUndefined = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

export const readScriptsEnv = (): ScriptsEnv => ({
  databaseUrl: setOrUndefined(process.env.DATABASE_URL),
  dataDir: setOrUndefined(process.env.DATA_DIR) ?? ".data",
  serverUrl:
    setOrUndefined(process.env.ASHLAR_URL) ?? `http://localhost:${setOrUndefined(process.env.PORT) ?? 3000}`,
  token: setOrUndefined(process.env.ASHLAR_TOKEN),
});

/** The environment for a child process, with these variables on top. */
export const environmentWith = (variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...variables,
});
