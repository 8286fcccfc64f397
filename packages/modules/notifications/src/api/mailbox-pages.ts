import type { StoredMail } from "../application/mailbox.ts";
import { escapedHtml } from "./escaped-html.ts";

const styles = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1c1c1a}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ddd}
iframe{width:100%;height:34rem;border:1px solid #ccc;background:#fff}pre{white-space:pre-wrap;background:#f4f4f2;padding:1rem}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapedHtml(title)}</title>` +
  `<link rel="icon" href="data:,"><style>${styles}</style></head><body>${body}</body></html>`;

/** What the pages may load: a mail's own page, and nothing else. */
export const mailboxPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** What a mail may do: show itself and open its links in a tab of their own. It runs no script and loads nothing. */
export const mailPolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; " +
  "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** The list of mails, the newest first. */
export function mailListPage(mails: readonly StoredMail[]): string {
  const rows = mails.map(
    ({ id, sentAt, to, subject }) =>
      `<tr><td>${escapedHtml(sentAt)}</td><td>${escapedHtml(to.address)}</td>` +
      `<td><a href="/mailbox/${escapedHtml(id)}">${escapedHtml(subject)}</a></td></tr>`,
  );
  const table = `<table><thead><tr><th>Sent</th><th>To</th><th>Subject</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return page("Mailbox", `<h1>Mailbox</h1>${mails.length === 0 ? "<p>No mail yet.</p>" : table}`);
}

/** One mail: its head, its HTML in a frame of its own, its text. */
export const mailPage = ({ id, sentAt, from, to, subject, text }: StoredMail): string =>
  page(
    subject,
    `<p><a href="/mailbox">Mailbox</a></p><h1>${escapedHtml(subject)}</h1>` +
      `<p>${escapedHtml(sentAt)}<br>From ${escapedHtml(from)}<br>To ${escapedHtml(`${to.name} <${to.address}>`)}</p>` +
      `<iframe title="HTML" src="/mailbox/${escapedHtml(id)}/body"></iframe><pre>${linked(text)}</pre>`,
  );

/** Text with its web addresses as links. */
const linked = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 1
        ? `<a rel="noreferrer" href="${escapedHtml(part)}">${escapedHtml(part)}</a>`
        : escapedHtml(part),
    )
    .join("");
