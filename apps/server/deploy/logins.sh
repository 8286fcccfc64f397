#!/bin/sh
# Lets the roles of roles.sql sign in, each by the password in its variable, and makes the role of the payment sandbox.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set app="$DATABASE_APP_PASSWORD" --set owner="$DATABASE_OWNER_PASSWORD" \
  --set retention="$DATABASE_RETENTION_PASSWORD" --set payments="$DATABASE_PAYMENTS_PASSWORD" \
  --set database="$POSTGRES_DB" <<'SQL'
alter role ashlar_app login password :'app';
alter role ashlar_owner login password :'owner';
alter role ashlar_retention login password :'retention';
create role ashlar_payments login password :'payments';
grant connect, create on database :"database" to ashlar_payments;
SQL
