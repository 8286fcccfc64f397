import type { RenderedMail } from "../application/ports.ts";
import { type MailContent, mailContent } from "../domain/mail-content.ts";
import type { MailTemplate } from "../domain/mail-template.ts";

/**
 * Writes a mail in HTML and in plain text.
 *
 * React and the components are loaded with the first mail: they cost a process that sends none nothing.
 */
export async function reactMailRenderer(template: MailTemplate, name: string | null): Promise<RenderedMail> {
  const content: MailContent = mailContent(template, name);
  const [{ render }, { mailPage }] = await Promise.all([
    import("@react-email/render"),
    import("./mail-page.ts"),
  ]);
  return { subject: content.subject, html: await render(mailPage(content)), text: textOf(content) };
}

/** Written from the words, not from the HTML: what a terminal shows is what was meant. */
const textOf = ({ paragraphs, action }: MailContent): string =>
  [...paragraphs, ...(action ? [`${action.label}: ${action.link}`] : [])].join("\n\n").concat("\n");
