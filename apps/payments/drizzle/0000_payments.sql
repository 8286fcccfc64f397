CREATE SCHEMA IF NOT EXISTS "payments";
--> statement-breakpoint
CREATE TABLE "payments"."payments" (
	"reference" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"amount_minor" integer,
	"currency" char(3),
	"token_hash" text,
	"decline_reason" text,
	"settles_at" timestamp (3) with time zone,
	"failures_left" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payments_reference_check" CHECK ("payments"."payments"."reference" ~ '^[A-Za-z0-9._-]{1,64}$'),
	CONSTRAINT "payments_status_check" CHECK ("payments"."payments"."status" in ('processing', 'authorised', 'captured', 'declined', 'voided')),
	CONSTRAINT "payments_amount_check" CHECK ("payments"."payments"."amount_minor" > 0),
	CONSTRAINT "payments_request_check" CHECK (num_nulls("payments"."payments"."amount_minor", "payments"."payments"."currency", "payments"."payments"."token_hash") = 0 or ("payments"."payments"."status" = 'voided' and num_nonnulls("payments"."payments"."amount_minor", "payments"."payments"."currency", "payments"."payments"."token_hash") = 0)),
	CONSTRAINT "payments_decline_check" CHECK (("payments"."payments"."decline_reason" is not null) = ("payments"."payments"."status" = 'declined'))
);
