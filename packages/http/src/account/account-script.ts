/**
 * The script of the account pages: it sends the token of a mailed link when the person says so.
 *
 * The token stands in the fragment, is taken out of the address at once, and is sent by a click alone, so that what only
 * looks at links uses none up.
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
const hasPassword = page === "reset-password";
element("title").textContent = title;
element("button").textContent = label;
element("field").hidden = !hasPassword;
element("password").required = hasPassword;
if (token === null) element("outcome").textContent = "The link is incomplete; please open it from the mail.";
else element("form").hidden = false;
element("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  element("button").disabled = true;
  const input = hasPassword ? { token, newPassword: element("password").value } : { token };
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    const { error } = answer.ok ? {} : await answer.json();
    element("outcome").textContent = answer.ok ? done : [error.message, ...error.details.map((one) => one.message ?? "")].join(" ");
    element("form").hidden = answer.ok;
  } catch {
    element("outcome").textContent = "The server does not answer; please try again.";
  }
  element("button").disabled = false;
});
`;
