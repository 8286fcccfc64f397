-- A setting alone, which any role may set, no longer lets rows of append-only tables go: where the roles of
-- apps/server/deploy/roles.sql exist, only the retention's may delete. A database with one role keeps the setting, as a guard
-- against mistakes.
CREATE OR REPLACE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF TG_OP = 'DELETE' AND current_setting('ashlar.retention', true) = 'on'
		AND (to_regrole('ashlar_retention') IS NULL OR pg_has_role(current_user, 'ashlar_retention', 'member')) THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;--> statement-breakpoint
CREATE FUNCTION "protect_append_only"() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF to_regrole('ashlar_app') IS NOT NULL THEN
		REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON public.events, public.audit_entries FROM ashlar_app;
	END IF;
END $$;--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION "protect_append_only"() FROM PUBLIC;--> statement-breakpoint
SELECT "protect_append_only"();
