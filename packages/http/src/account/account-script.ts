/**
 * The script of the account pages: it sends the token of a mailed link when the person says so.
 *
 * The token stands in the fragment, is taken out of the address when the page is read, and is sent by a click alone, so
 * that a program that only looks at links uses none up. Where the browser is in no session of the account, the page asks
 * for its password; a person who did not open the account may take it over instead.
 *
 * @see docs/decisions/100-an-account-belongs-to-the-reader-of-its-mail.md
 */
export const accountScript = `"use strict";
const actions = {
  "verify-email": ["Verify your address", "Verify address", "/api/v1/auth/verify-email", "Your address is verified."],
  "change-email": ["Confirm your new address", "Confirm address", "/api/v1/auth/email/confirm", "This is now the address of your account."],
  "reset-password": ["Set a new password", "Set password", "/api/v1/auth/password-reset/confirm", "Your password is set. You can sign in with it now."],
};
const page = location.pathname.split("/").pop();
const [title, label, address, done] = actions[page];
const token = new URLSearchParams(location.hash.slice(1)).get("token");
history.replaceState(null, "", location.pathname);
const element = (id) => document.getElementById(id);
const askPassword = (text, autocomplete) => {
  element("label").textContent = text;
  element("field").hidden = false;
  Object.assign(element("password"), { required: true, autocomplete });
};
const isVerification = page === "verify-email";
element("title").textContent = title;
element("button").textContent = label;
if (page === "reset-password") askPassword("New password", "new-password");
if (token === null) element("outcome").textContent = "The link is incomplete; please open it from the mail.";
else element("form").hidden = false;
const inputOf = (isOther) => {
  if (isOther) return { token };
  if (page === "reset-password") return { token, newPassword: element("password").value };
  const password = element("field").hidden ? {} : { password: element("password").value };
  return isVerification ? { token, takeOver: false, ...password } : { token, ...password };
};
const askForOwner = () => {
  askPassword("Password of the account", "current-password");
  element("other").hidden = !isVerification;
  return isVerification
    ? "You are not signed in here. Give the password of the account. If you did not open it: all that was set up in it ends, and a mail helps you to set a password of your own."
    : "You are not signed in here. Give the password of the account.";
};
const messageOf = ({ code, message, details }) =>
  code === "SESSION_REQUIRED" ? askForOwner() : [message, ...details.map((one) => one.message ?? "")].join(" ");
const send = async (isOther) => {
  const buttons = [element("button"), element("other")];
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(inputOf(isOther)),
    });
    const { error } = answer.ok ? {} : await answer.json();
    element("outcome").textContent = answer.ok ? done : messageOf(error);
    element("form").hidden = answer.ok;
  } catch {
    element("outcome").textContent = "The server does not answer; please try again.";
  }
  for (const button of buttons) button.disabled = false;
};
element("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void send(false);
});
element("other").addEventListener("click", () => void send(true));
`;
