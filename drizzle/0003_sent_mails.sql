CREATE TABLE "sent_mails" (
	"key" text PRIMARY KEY NOT NULL,
	"template" text NOT NULL,
	"sent_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sent_mails_sent_at_idx" ON "sent_mails" USING btree ("sent_at");