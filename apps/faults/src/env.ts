/** The environment for a child process: the path, and these variables. Nothing else of this process reaches it. */
export const environmentWith = (variables: Readonly<Record<string, string>>): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  ...variables,
});

/** How far the clock of a process is off, in milliseconds; 0 in every process that is not told. */
export const clockSkewMs = (): number => Number(process.env.CLOCK_SKEW_MS ?? 0);

export const isContinuousIntegration = (): boolean => process.env.CI !== undefined;
