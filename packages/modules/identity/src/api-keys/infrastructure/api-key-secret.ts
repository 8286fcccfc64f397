import { randomBytes } from "node:crypto";
import { product } from "@ashlar/kernel";

/** Tells a key from any other token at sight, for us and for scanners of leaked secrets. */
const prefix = product.apiKeyPrefix;

/** 256 random bits behind the prefix: 50 characters. */
export const newApiKeySecret = (): string => prefix + randomBytes(32).toString("base64url");

const shape = new RegExp(`^${prefix}[A-Za-z0-9_-]{43}$`);

/** Whether a text can be a key at all; what cannot is not worth a look-up. */
export const isApiKeySecret = (text: string): boolean => shape.test(text);
