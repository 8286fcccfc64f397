-- Retention notes the last event that it removed, in the transaction that removes it.
CREATE OR REPLACE FUNCTION "protect_append_only"() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF to_regrole('ashlar_app') IS NOT NULL THEN
		REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON public.events, public.audit_entries FROM ashlar_app;
	END IF;
	IF to_regrole('ashlar_retention') IS NOT NULL THEN
		GRANT INSERT, UPDATE ON public.spine_epoch TO ashlar_retention;
	END IF;
END $$;--> statement-breakpoint
SELECT "protect_append_only"();
