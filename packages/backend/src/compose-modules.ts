import type { Cache } from "@ashlar/cache";
import type { Contract } from "@ashlar/contracts";
import type { DatabaseConnection } from "@ashlar/database";
import { allowsOrigin } from "@ashlar/http";
import { breachedPasswordRanges, createIdentityModule, hashingProcess } from "@ashlar/identity";
import { type Clock, product } from "@ashlar/kernel";
import { createNotificationsModule } from "@ashlar/notifications";
import { createOperationsModule } from "@ashlar/operations";
import { createPostsModule } from "@ashlar/posts";
import type { CallPolicies, Implementation, Surface } from "@ashlar/rpc";
import { persistentCipher } from "@ashlar/secrets";
import type { Spine } from "@ashlar/spine";
import { createWebhooksModule } from "@ashlar/webhooks";
import { type BackendConfig, publicUrlOf } from "./backend-config.ts";
import { composeShop } from "./compose-shop.ts";

/** Every module's procedures, each checked against its part of the contract. */
type Procedures = { readonly [Name in keyof Contract]: Implementation<Contract[Name]> };

const keptInMemory = { from: product.mailSender, delivery: { kind: "memory" } } as const;

type Parts = {
  readonly database: DatabaseConnection;
  readonly cache?: Cache | undefined;
  readonly spine: Spine;
  readonly clock: Clock;
  readonly charge: CallPolicies["charge"];
};

/** Makes every module on the same data and spine, and puts their procedures together as the contract has them. */
export function composeModules(config: BackendConfig, { database, cache, spine, clock, charge }: Parts) {
  const { log, isProduction, payments, secretKeys = [] } = config;
  const publicUrl = publicUrlOf(config);
  const sealer = persistentCipher(database, clock, secretKeys);
  const notifications = createNotificationsModule({
    database,
    spine,
    clock,
    mail: { ...(config.mail ?? keptInMemory), accountUrl: `${publicUrl}/account` },
  });
  const hashing = hashingProcess();
  const breachedPasswords =
    config.breachedPasswords && breachedPasswordRanges({ ...config.breachedPasswords, log });
  const identity = createIdentityModule({
    passwordWork: hashing,
    ...(breachedPasswords && { breachedPasswords }),
    database,
    spine,
    mailer: notifications.accountMailer,
    clock,
    log,
    isProduction,
    cookieSameSite: config.cookieSameSite,
    publicUrl,
    secretKeys,
    secondFactorRoles: config.secondFactorRoles ?? [],
    providers: config.signInProviders ?? [],
    chargeSignIn: (context) => charge("auth.oidc", { limit: "auth" }, context, undefined),
    allowsOrigin: (origin) => allowsOrigin(config.origins, origin),
  });
  const posts = createPostsModule({ database, clock, cache });
  const shop = composeShop({ database, spine, clock, log, payments, cache });
  const webhooks = createWebhooksModule({
    database,
    spine,
    clock,
    sealer,
    reachesLoopback: config.webhooksReachLoopback ?? false,
  });
  const procedures: Procedures = {
    ...identity.procedures,
    ...posts.procedures,
    ...shop.procedures,
    ...webhooks.procedures,
    ...createOperationsModule({ spine, clock }).procedures,
  };
  const peers = {
    ...shop.peers,
    ...(breachedPasswords && { "breached-passwords": breachedPasswords.health }),
  };
  const surfaces: readonly Surface[] = [
    ...identity.surfaces,
    ...(isProduction ? [] : notifications.surfaces),
  ];
  return { identity, hashing, notifications, procedures, surfaces, peers, sealer };
}
