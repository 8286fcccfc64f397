ALTER TABLE "spine_epoch" ADD COLUMN "removed_xid" bigint;--> statement-breakpoint
ALTER TABLE "spine_epoch" ADD COLUMN "removed_position" bigint;