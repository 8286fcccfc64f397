import "reflect-metadata/lite";
import { webcrypto } from "node:crypto";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";
import { portOf } from "./receiver.ts";

export type TlsReceiver = {
  readonly port: number;
  /** The certificate, to be trusted; PEM. */
  readonly certificate: string;
  /** Names that were asked for by SNI, one for each connection. */
  readonly serverNames: readonly (string | false | null)[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** An HTTPS server with a certificate of its own for one name. */
export async function tlsReceiver(name: string, listener: RequestListener): Promise<TlsReceiver> {
  const keys = await webcrypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    extensions: [new SubjectAlternativeNameExtension([{ type: "dns", value: name }])],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  const key = `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----\n`;
  const cert = certificate.toString("pem");
  const serverNames: (string | false | null)[] = [];
  const server = createServer({ key, cert }, listener);
  server.on("secureConnection", (socket: TLSSocket) => serverNames.push(socket.servername));
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: portOf(server),
    certificate: cert,
    serverNames,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
