import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly mail: Email;
};

export type TestSmtpServer = {
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** How the next mails are answered; null takes them. */
  readonly refuseWith: (responseCode: number | null) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A mail server on a free port that demands a password, and keeps what it is sent. */
export async function smtpServer(): Promise<TestSmtpServer> {
  const received: ReceivedMail[] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    // The certificate that the package brings is nobody's; the test is about the mail.
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) =>
      username === "shop" && password === "s3cret"
        ? done(null, { user: username })
        : done(new Error("Invalid username or password")),
    onData: (stream, session, done) => {
      buffer(stream)
        .then(async (text) => {
          const mail = await PostalMime.parse(text);
          const { mailFrom, rcptTo } = session.envelope;
          if (refusal !== null) {
            done(Object.assign(new Error("Try later"), { responseCode: refusal }));
            return;
          }
          received.push({
            from: mailFrom === false ? "" : mailFrom.address,
            to: rcptTo.map(({ address }) => address),
            mail,
          });
          done();
        })
        .catch(done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.server.address();
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  return {
    url: `smtp://shop:s3cret@127.0.0.1:${address.port}`,
    received,
    refuseWith: (responseCode) => {
      refusal = responseCode;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
