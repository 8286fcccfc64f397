import { z } from "zod";
import type { ProviderClaims } from "../provider-ports.ts";

const Email = z.string().max(254).trim().toLowerCase().pipe(z.email());

/** Makes claims of what a provider says, none of which is believed to be well-formed. */
export function providerClaims(said: {
  readonly subject: unknown;
  readonly email: unknown;
  readonly isEmailVerified: unknown;
  readonly name: unknown;
}): ProviderClaims {
  const email = Email.safeParse(said.email);
  return {
    subject: z.string().min(1).max(255).parse(said.subject),
    email: email.success ? email.data : null,
    // The text "true" is some providers' mistake; it is not believed.
    isEmailVerified: email.success && said.isEmailVerified === true,
    name: nameOf(said.name),
  };
}

function nameOf(said: unknown): string | null {
  if (typeof said !== "string") return null;
  const line = said
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, " ")
    .trim()
    .slice(0, 100)
    .toWellFormed();
  return line === "" ? null : line;
}
