import { createClient, type Failure, type RouterOutputs, safe } from "@ashlar/client";
import { serverUrl } from "./server-url.ts";

/** Everything below is typed by the contract; the session lives in a cookie that scripts cannot read. */
const client = createClient({ url: serverUrl });

const element = <Kind extends HTMLElement>(selector: string): Kind => {
  const found = document.querySelector<Kind>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
};

async function showPosts(): Promise<void> {
  const { items } = await client.posts.list.query({ include: ["author"], limit: 10 });
  element("#posts").replaceChildren(...items.map(articleOf));
}

function articleOf(post: RouterOutputs["posts"]["list"]["items"][number]): HTMLElement {
  const article = document.createElement("article");
  const title = document.createElement("h2");
  const by = document.createElement("p");
  title.textContent = post.title;
  by.textContent = `${post.author?.name ?? "unknown"}, ${post.createdAt.toLocaleDateString()}`;
  article.append(title, by);
  return article;
}

async function showCaller(): Promise<void> {
  const [me] = await safe(client.auth.me.query());
  element("#who").textContent = me ? `Signed in as ${me.user.name}.` : "Nobody is signed in.";
  element("#sign-out").hidden = !me;
}

element<HTMLFormElement>("#sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(element<HTMLFormElement>("#sign-in"));
  const credentials = { email: String(form.get("email")), password: String(form.get("password")) };
  const [, error] = await safe(client.auth.login.mutate(credentials));
  element("#refusal").textContent = error ? refusalOf(error.data?.failure?.code) : "";
  await showCaller();
});

/** The answer takes the cookie back; when none comes, the page shows nothing of the person all the same. */
element("#sign-out").addEventListener("click", async () => {
  element<HTMLFormElement>("#sign-in").reset();
  await safe(client.auth.logout.mutate());
  await showCaller();
});

/** The codes of `auth.login` and no others: a misspelt one does not compile. */
function refusalOf(code: LoginFailure | undefined): string {
  switch (code) {
    case "INVALID_CREDENTIALS":
      return "The email or the password is wrong.";
    case "RATE_LIMITED":
      return "Too many tries; wait a minute.";
    default:
      return "Signing in did not work; try again.";
  }
}

type LoginFailure = Failure<typeof client.auth.login>["code"];

await Promise.all([showCaller(), showPosts()]);
