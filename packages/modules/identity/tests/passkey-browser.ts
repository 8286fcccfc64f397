import { openChromium } from "@ashlar/testing";

/** A browser on a page of the service, with an authenticator whose owner is always there and unlocks it. */
export type PasskeyBrowser = {
  /** What `navigator.credentials.create` answers. */
  readonly create: (options: unknown) => Promise<Answer>;
  /** What `navigator.credentials.get` answers. */
  readonly get: (options: unknown) => Promise<Answer>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type Answer = {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly response: { readonly clientDataJSON: string } & Readonly<Record<string, string>>;
};

const page = `<!doctype html><title>Passkeys</title><script>
  const answered = async (credential) => JSON.stringify((await credential).toJSON());
  const create = (options) => answered(navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));
  const get = (options) => answered(navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
</script>`;

/**
 * Opens Chromium with a virtual authenticator.
 *
 * @param origin - Of the service; the page there is the test's own.
 */
export async function passkeyBrowser(
  context: { readonly skip: (note: string) => void },
  origin = "http://localhost:3000",
): Promise<PasskeyBrowser> {
  const browser = await openChromium(context);
  const tab = await browser.newPage();
  await tab.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: page }));
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await tab.goto(origin);
  const ask = async (name: "create" | "get", options: unknown): Promise<Answer> =>
    JSON.parse(String(await tab.evaluate(`${name}(${JSON.stringify(options)})`)));
  return {
    create: (options) => ask("create", options),
    get: (options) => ask("get", options),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
