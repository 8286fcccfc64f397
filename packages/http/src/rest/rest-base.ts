/** What stands before every REST route; changes within it are additive only. */
export const restBase = "/api/v1";
