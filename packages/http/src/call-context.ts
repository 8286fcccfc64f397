import type { CallContext } from "@ashlar/rpc";
import type { AppContext } from "./app-env.ts";

/** What the steps have established, for the procedures that a surface calls. */
export const callContext = (c: AppContext): CallContext => ({
  actor: c.get("actor"),
  request: c.get("request"),
  credentials: c.get("credentials"),
  response: c.get("response"),
  reauthenticate: c.get("reauthenticate"),
});
