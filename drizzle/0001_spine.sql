CREATE TABLE "audit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"actor_id" uuid,
	"via" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"details" jsonb NOT NULL,
	"address" text,
	"request_id" text,
	"traceparent" text
);
--> statement-breakpoint
CREATE TABLE "cron_runs" (
	"name" text PRIMARY KEY NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"xid" bigint NOT NULL,
	"id" uuid NOT NULL,
	"type" text NOT NULL,
	"version" smallint NOT NULL,
	"aggregate" text NOT NULL,
	"aggregate_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"data" jsonb NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"actor_id" uuid,
	"request_id" text,
	"traceparent" text,
	CONSTRAINT "events_aggregate_sequence_key" UNIQUE("aggregate_id","sequence"),
	CONSTRAINT "events_sequence_check" CHECK ("events"."sequence" >= 1),
	CONSTRAINT "events_version_check" CHECK ("events"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "figures" (
	"figure" text NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"label" text NOT NULL,
	"count" bigint NOT NULL,
	"total" bigint NOT NULL,
	CONSTRAINT "figures_pkey" PRIMARY KEY("figure","minute","label")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"scope" text NOT NULL,
	"key" text NOT NULL,
	"input_hash" text NOT NULL,
	"answer" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY("scope","key")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"handler" text NOT NULL,
	"event_position" bigint NOT NULL,
	"handled_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbox_pkey" PRIMARY KEY("handler","event_position")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"data" jsonb,
	"event_position" bigint,
	"order_key" text,
	"unique_key" text,
	"priority" smallint NOT NULL,
	"is_limited" boolean NOT NULL,
	"state" text NOT NULL,
	"run_at" timestamp(6) with time zone NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"losses" integer DEFAULT 0 NOT NULL,
	"lease_token" uuid,
	"leased_by" text,
	"failure" text,
	"failed_at" timestamp (3) with time zone,
	"request_id" text,
	"traceparent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "jobs_state_check" CHECK ("jobs"."state" in ('waiting', 'running', 'dead')),
	CONSTRAINT "jobs_priority_check" CHECK ("jobs"."priority" between 1 and 3),
	CONSTRAINT "jobs_lease_check" CHECK (("jobs"."state" = 'running') = ("jobs"."lease_token" is not null))
);
--> statement-breakpoint
CREATE TABLE "projections" (
	"name" text PRIMARY KEY NOT NULL,
	"xid" bigint NOT NULL,
	"position" bigint NOT NULL,
	"failure" text,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "spine_epoch" (
	"id" smallint PRIMARY KEY NOT NULL,
	"base" bigint NOT NULL,
	CONSTRAINT "spine_epoch_id_check" CHECK ("spine_epoch"."id" = 1)
);
--> statement-breakpoint
CREATE INDEX "audit_entries_actor_idx" ON "audit_entries" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_subject_idx" ON "audit_entries" USING btree ("subject_kind","subject_id","id");--> statement-breakpoint
CREATE INDEX "audit_entries_action_idx" ON "audit_entries" USING btree ("action","id");--> statement-breakpoint
CREATE INDEX "events_order_idx" ON "events" USING btree ("xid","position");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "jobs_due_idx" ON "jobs" USING btree ("priority","run_at") WHERE not "jobs"."is_limited";--> statement-breakpoint
CREATE INDEX "jobs_limited_idx" ON "jobs" USING btree ("queue","priority","run_at") WHERE "jobs"."is_limited";--> statement-breakpoint
CREATE INDEX "jobs_order_idx" ON "jobs" USING btree ("order_key","event_position") WHERE "jobs"."order_key" is not null;--> statement-breakpoint
CREATE INDEX "jobs_dead_idx" ON "jobs" USING btree ("failed_at","id") WHERE "jobs"."state" = 'dead';--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_unique_key" ON "jobs" USING btree ("queue","unique_key") WHERE "jobs"."unique_key" is not null;--> statement-breakpoint
ALTER TABLE "jobs" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);--> statement-breakpoint
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- Retention deletes old rows; it says so in its own transaction.
	IF TG_OP = 'DELETE' AND current_setting('ashlar.retention', true) = 'on' THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE TRIGGER "events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "events" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
