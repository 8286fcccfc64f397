CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"user_agent" text,
	"address" text,
	CONSTRAINT "sessions_id_key" UNIQUE("id"),
	CONSTRAINT "sessions_token_hash_check" CHECK (length("sessions"."token_hash") = 43),
	CONSTRAINT "sessions_user_agent_check" CHECK (length("sessions"."user_agent") <= 300),
	CONSTRAINT "sessions_address_check" CHECK (length("sessions"."address") <= 64)
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"roles" text[] NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_key" UNIQUE("email"),
	CONSTRAINT "users_email_check" CHECK ("users"."email" = lower("users"."email") and length("users"."email") <= 254),
	CONSTRAINT "users_name_check" CHECK (length("users"."name") between 1 and 100),
	CONSTRAINT "users_roles_check" CHECK (cardinality("users"."roles") >= 1 and "users"."roles" <@ array['customer', 'author', 'staff', 'admin']),
	CONSTRAINT "users_status_check" CHECK ("users"."status" in ('active', 'deactivated'))
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"author_id" uuid NOT NULL,
	"title" text NOT NULL,
	"slug" text NOT NULL,
	"body" text NOT NULL,
	"status" text NOT NULL,
	"published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', "posts"."title"), 'A') || setweight(to_tsvector('english', "posts"."body"), 'B')) STORED,
	CONSTRAINT "posts_slug_key" UNIQUE("slug"),
	CONSTRAINT "posts_title_check" CHECK (char_length("posts"."title") between 1 and 200),
	CONSTRAINT "posts_slug_check" CHECK ("posts"."slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length("posts"."slug") <= 100),
	CONSTRAINT "posts_body_check" CHECK (char_length("posts"."body") between 1 and 50000),
	CONSTRAINT "posts_status_check" CHECK ("posts"."status" in ('draft', 'published')),
	CONSTRAINT "posts_published_at_check" CHECK (("posts"."status" = 'published') = ("posts"."published_at" is not null))
);
--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sessions_user_id_created_at_idx" ON "sessions" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_idx" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "users_created_at_idx" ON "users" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "users_name_idx" ON "users" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "users_deactivated_created_at_idx" ON "users" USING btree ("created_at","id") WHERE status = 'deactivated';--> statement-breakpoint
CREATE INDEX "users_deactivated_name_idx" ON "users" USING btree ("name","id") WHERE status = 'deactivated';--> statement-breakpoint
CREATE INDEX "users_deactivated_email_idx" ON "users" USING btree ("email") WHERE status = 'deactivated';--> statement-breakpoint
CREATE INDEX "users_author_created_at_idx" ON "users" USING btree ("created_at","id") WHERE roles @> array['author'];--> statement-breakpoint
CREATE INDEX "users_author_name_idx" ON "users" USING btree ("name","id") WHERE roles @> array['author'];--> statement-breakpoint
CREATE INDEX "users_author_email_idx" ON "users" USING btree ("email") WHERE roles @> array['author'];--> statement-breakpoint
CREATE INDEX "users_operator_idx" ON "users" USING btree ("id") WHERE roles && array['staff', 'admin'];--> statement-breakpoint
CREATE INDEX "posts_status_created_at_idx" ON "posts" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "posts_status_published_at_idx" ON "posts" USING btree ("status",(coalesce("published_at", 'infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "posts_author_created_at_idx" ON "posts" USING btree ("author_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "posts_author_published_at_idx" ON "posts" USING btree ("author_id","status",(coalesce("published_at", 'infinity'::timestamptz)),"id");--> statement-breakpoint
CREATE INDEX "posts_search_idx" ON "posts" USING gin ("search");