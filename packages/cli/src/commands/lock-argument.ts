/** The `--lock` option that the contract commands share. */
export const lockArgument = {
  lock: {
    type: "string",
    description: "The lock to compare with",
    valueHint: "file",
    default: "contract.lock.json",
  },
} as const;
