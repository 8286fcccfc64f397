CREATE TABLE "mail_reservations" (
	"key" text PRIMARY KEY NOT NULL,
	"bucket" text NOT NULL,
	"reserved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "mail_reservations_bucket_idx" ON "mail_reservations" USING btree ("bucket","reserved_at");--> statement-breakpoint
CREATE INDEX "mail_reservations_reserved_at_idx" ON "mail_reservations" USING btree ("reserved_at");