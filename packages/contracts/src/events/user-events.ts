import { z } from "zod";
import { event } from "../core/event.ts";
import { Id } from "../schemas/ids.ts";

export const userRegistered = event("user.registered", {
  version: 1,
  aggregate: "user",
  summary: "Somebody made an account.",
  data: z.object({ userId: Id, email: z.string(), name: z.string() }),
});
