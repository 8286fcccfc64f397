import { createHash, randomUUID } from "node:crypto";
import type { TestDatabase } from "@ashlar/testing";
import type { Operation } from "./open-api.ts";
import type { Known } from "./values-of.ts";

/** People and things made for one operation, so that what it destroys is its own. */
export type Scene = {
  /** `Authorization` values; undefined is nobody. */
  readonly callers: readonly (string | undefined)[];
  readonly known: Known;
};

type Person = { readonly id: string; readonly email: string; readonly authorization: string };

const password = "a quiet river at night";

/** Sets scenes for operations: enough of everything that some requests find what they ask for. */
export class SceneSetter {
  readonly #base: string;
  readonly #sql: TestDatabase["sql"];
  #requests = 0;

  /** @param base - Such as `http://127.0.0.1:3000/api/v1`. */
  constructor(base: string, sql: TestDatabase["sql"]) {
    this.#base = base;
    this.#sql = sql;
  }

  async sceneFor({ path }: Operation): Promise<Scene> {
    const customer = await this.#person("customer");
    const author = await this.#person("author");
    const admin = await this.#person("admin");
    const victim = await this.#person("customer");
    const products = path.match(/products|orders/) ? await this.#products(admin) : [];
    const ids = await this.#idsBelow(path, { customer, author, victim, admin, products });
    return {
      callers: [undefined, ...[customer, author, admin].map(({ authorization }) => authorization)],
      known: {
        id: ids,
        slug: path.includes("/by-slug/") ? await this.#slugs(ids) : [],
        userId: [author.id, victim.id],
        authorId: [author.id],
        productId: products,
        paymentToken: ["tok_ok"],
        projection: ["orders.timeline"],
        url: ["https://hooks.example.org/ashlar"],
        refreshToken: path.includes("/auth/tokens") ? await this.#refreshTokens(author) : [],
        email: [victim.email],
        password: [password],
        currentPassword: [password],
        newPassword: ["another river at noon"],
      },
    };
  }

  /** What `{id}` may be, by the collection that the path begins with. */
  #idsBelow(
    path: string,
    {
      customer,
      author,
      victim,
      admin,
      products,
    }: Record<"customer" | "author" | "victim" | "admin", Person> & { products: string[] },
  ): Promise<string[]> {
    const collection = path.split("/")[3];
    if (collection === "posts") return this.#posts(author);
    if (collection === "users") return Promise.resolve([victim.id]);
    if (collection === "products") return Promise.resolve(products);
    if (collection === "orders") return this.#orders(customer, products);
    if (collection === "api-keys") return this.#apiKeys(author);
    if (collection === "ops") return this.#deadLetters();
    if (path.includes("/webhooks/endpoints/{id}")) return this.#webhookEndpoints(admin);
    if (path.includes("/webhooks/deliveries")) return this.#webhookDeliveries(admin);
    if (path.includes("/auth/passkeys")) return this.#passkeys(author);
    if (path.includes("/auth/providers")) return this.#linkedProviders(author);
    return this.#sessions(author);
  }

  async #person(role: string): Promise<Person> {
    const email = `${role}-${randomUUID()}@example.org`;
    const { user, token } = await this.#post("/auth/register", { email, password, name: role });
    await this.#sql`update users set roles = array[${role}] where id = ${user.id}`;
    return { id: user.id, email, authorization: `Bearer ${token}` };
  }

  async #posts(author: Person): Promise<string[]> {
    const [published = "", ...drafts] = await this.#many(3, () =>
      this.#post("/posts", { title: "Title", body: "text" }, author),
    );
    await this.#post(`/posts/${published}/publish`, {}, author);
    return [published, ...drafts];
  }

  async #slugs(postIds: readonly string[]): Promise<string[]> {
    const rows = await this.#sql`select slug from posts where id in ${this.#sql(postIds)}`;
    return rows.map(({ slug }) => String(slug));
  }

  #products(admin: Person): Promise<string[]> {
    const price = { amountMinor: 1, currency: "EUR" };
    return this.#many(3, () => {
      const sku = randomUUID().toUpperCase();
      return this.#post(
        "/products",
        { sku, name: "Name", description: "text", price, stock: 100_000 },
        admin,
      );
    });
  }

  /** Half of them are paid for, as the worker would have it. */
  async #orders(customer: Person, products: readonly string[]): Promise<string[]> {
    const items = products.map((productId) => ({ productId, quantity: 1 }));
    const ids = await this.#many(6, () => this.#post("/orders", { items, paymentToken: "tok_ok" }, customer));
    await this
      .#sql`update orders set status = 'confirmed', payment_token = null where id in ${this.#sql(ids.slice(3))}`;
    return ids;
  }

  #apiKeys(person: Person): Promise<string[]> {
    return this.#many(6, () => this.#post("/api-keys", { name: "Name", scopes: ["orders:place"] }, person));
  }

  /** No device has them: they can be listed, renamed and removed, in sessions that have shown a factor. */
  async #passkeys(person: Person): Promise<string[]> {
    const rows = await this.#sql`
      insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
      select gen_random_uuid(), ${person.id}, 'Name', gen_random_uuid()::text, 'x', 0, '{}', false, now()
      from generate_series(1, 6) returning id`;
    await this.#sql`update sessions set second_factor_at = now() where user_id = ${person.id}`;
    return rows.map((row) => String(row.id));
  }

  /** At a service that nobody signs in by; their ids are hashes. */
  async #linkedProviders({ id, email }: Person): Promise<string[]> {
    const rows = await this.#sql`
      insert into user_identities (provider, subject, user_id, email, created_at)
      select 'former', gen_random_uuid()::text, ${id}, ${email}, now() from generate_series(1, 6) returning subject`;
    return rows.map(({ subject }) => {
      const named = JSON.stringify(["identity.linked-account", "former", subject]);
      return createHash("sha256").update(named).digest("base64url");
    });
  }

  #webhookEndpoints(admin: Person): Promise<string[]> {
    const endpoint = { url: "https://hooks.example.org/ashlar", eventTypes: ["order.confirmed"] };
    return this.#many(3, () => this.#post("/webhooks/endpoints", endpoint, admin));
  }

  /** They went wrong, so that they can be sent again. */
  async #webhookDeliveries(admin: Person): Promise<string[]> {
    const [endpointId = ""] = await this.#webhookEndpoints(admin);
    const rows = await this.#sql`
      insert into webhook_deliveries (id, endpoint_id, event_id, event_type, status, attempts, body, created_at)
      select gen_random_uuid(), ${endpointId}, gen_random_uuid(), 'order.confirmed', 'failed', 10, '{}', now()
      from generate_series(1, 6) returning id`;
    return rows.map((row) => String(row.id));
  }

  async #deadLetters(): Promise<string[]> {
    const rows = await this.#sql`
      insert into jobs (id, queue, priority, is_limited, state, run_at, attempt, failure, failed_at, created_at)
      select gen_random_uuid(), 'nobody.takes-this', 2, false, 'dead', 'infinity', 8, 'it failed', now(), now()
      from generate_series(1, 6) returning id`;
    return rows.map((row) => String(row.id));
  }

  #refreshTokens(person: Person): Promise<string[]> {
    const issued = Array.from({ length: 6 }, () => this.#post("/auth/tokens", {}, person));
    return Promise.all(issued).then((tokens) => tokens.map(({ refreshToken }) => String(refreshToken)));
  }

  async #sessions(person: Person): Promise<string[]> {
    const rows = await this.#sql`select id from sessions where user_id = ${person.id}`;
    return rows.map((row) => String(row.id));
  }

  async #many(count: number, make: () => Promise<{ id: string }>): Promise<string[]> {
    const made = await Promise.all(Array.from({ length: count }, make));
    return made.map(({ id }) => id);
  }

  async #post(path: string, body: unknown, person?: Person) {
    this.#requests += 1;
    const answer = await fetch(`${this.#base}${path}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "idempotency-key": randomUUID(),
        "x-forwarded-for": `10.${this.#requests >> 16}.${(this.#requests >> 8) & 255}.${this.#requests & 255}`,
        ...(person === undefined ? {} : { authorization: person.authorization }),
      },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text).data;
  }
}
