import type { AppRouter } from "@ashlar/contracts";
import type { TRPCClient } from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

/** What `createClient` returns. */
export type Client = TRPCClient<AppRouter>;

/** Inputs by procedure: `RouterInputs["posts"]["list"]`. */
export type RouterInputs = inferRouterInputs<AppRouter>;

/** Outputs by procedure: `RouterOutputs["posts"]["get"]`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
