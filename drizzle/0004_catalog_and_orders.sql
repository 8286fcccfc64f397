CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"price_minor" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"stock" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('english', "products"."name"), 'A') || setweight(to_tsvector('simple', "products"."sku"), 'A') || setweight(to_tsvector('english', "products"."description"), 'B')) STORED,
	CONSTRAINT "products_sku_key" UNIQUE("sku"),
	CONSTRAINT "products_sku_check" CHECK ("products"."sku" ~ '^[A-Z0-9][A-Z0-9._-]{0,63}$'),
	CONSTRAINT "products_name_check" CHECK (char_length("products"."name") between 1 and 200),
	CONSTRAINT "products_description_check" CHECK (char_length("products"."description") <= 10000),
	CONSTRAINT "products_price_check" CHECK ("products"."price_minor" between 1 and 100000000),
	CONSTRAINT "products_currency_check" CHECK ("products"."currency" in ('EUR')),
	CONSTRAINT "products_stock_check" CHECK ("products"."stock" between 0 and 1000000000)
);
--> statement-breakpoint
CREATE TABLE "order_items" (
	"order_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"product_id" uuid NOT NULL,
	"name" text NOT NULL,
	"unit_price_minor" integer NOT NULL,
	"quantity" smallint NOT NULL,
	CONSTRAINT "order_items_pkey" PRIMARY KEY("order_id","position"),
	CONSTRAINT "order_items_position_check" CHECK ("order_items"."position" between 0 and 49),
	CONSTRAINT "order_items_price_check" CHECK ("order_items"."unit_price_minor" between 1 and 100000000),
	CONSTRAINT "order_items_quantity_check" CHECK ("order_items"."quantity" between 1 and 99)
);
--> statement-breakpoint
CREATE TABLE "order_timeline" (
	"order_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"event" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"acted_by" text NOT NULL,
	"reason" text,
	CONSTRAINT "order_timeline_pkey" PRIMARY KEY("order_id","sequence"),
	CONSTRAINT "order_timeline_acted_by_check" CHECK ("order_timeline"."acted_by" in ('buyer', 'staff', 'system'))
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"buyer_id" uuid NOT NULL,
	"status" text NOT NULL,
	"total_minor" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"reason" text,
	"payment_token" text,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "orders_status_check" CHECK ("orders"."status" in ('pending', 'confirmed', 'payment_failed', 'cancelled', 'fulfilled')),
	CONSTRAINT "orders_total_check" CHECK ("orders"."total_minor" between 1 and 100000000),
	CONSTRAINT "orders_currency_check" CHECK ("orders"."currency" in ('EUR')),
	CONSTRAINT "orders_reason_check" CHECK (("orders"."reason" is not null) = ("orders"."status" in ('payment_failed', 'cancelled'))),
	CONSTRAINT "orders_payment_token_check" CHECK (("orders"."payment_token" is not null) = ("orders"."status" = 'pending'))
);
--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_buyer_id_users_id_fk" FOREIGN KEY ("buyer_id") REFERENCES "public"."users"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "products_created_at_idx" ON "products" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "products_name_idx" ON "products" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "products_price_idx" ON "products" USING btree ("price_minor","id");--> statement-breakpoint
CREATE INDEX "products_search_idx" ON "products" USING gin ("search");--> statement-breakpoint
CREATE INDEX "order_items_product_idx" ON "order_items" USING btree ("product_id");--> statement-breakpoint
CREATE INDEX "orders_placed_at_idx" ON "orders" USING btree ("placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_status_placed_at_idx" ON "orders" USING btree ("status","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_buyer_placed_at_idx" ON "orders" USING btree ("buyer_id","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_buyer_status_placed_at_idx" ON "orders" USING btree ("buyer_id","status","placed_at","id");