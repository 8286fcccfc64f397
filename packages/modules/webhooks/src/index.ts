export { createWebhooksModule, type WebhooksModule, type WebhooksOptions } from "./create-webhooks-module.ts";
