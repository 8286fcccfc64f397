-- Makes the three roles that a deployment connects as, and gives each what it needs and no more. Run it in the product's
-- database as its superuser or as the administrator of a managed one: before the first migration, or on a database in use after
-- the migrations of this release. Harmless to run again. Passwords come after it: alter role ashlar_app login password '…'.
--
--   ashlar_owner      migrations: owns every table
--   ashlar_app        api and worker: reads and writes, but only adds to the audit trail and the events
--   ashlar_retention  the worker's retention job: removes what is past its time
do $$
declare
  name text;
  object record;
begin
  foreach name in array array['ashlar_owner', 'ashlar_app', 'ashlar_retention'] loop
    if to_regrole(name) is null then
      execute format('create role %I nologin', name);
    end if;
    execute format('grant connect on database %I to %I', current_database(), name);
  end loop;
  -- A table of the same name in pg_temp would be found before the audit trail.
  execute format('revoke temporary, create on database %I from public', current_database());
  execute format('grant create on database %I to ashlar_owner', current_database());
  if not (select rolsuper from pg_roles where rolname = current_user) then
    execute format('grant ashlar_owner to %I', current_user);
  end if;
  execute 'create schema if not exists drizzle';
  for object in
    select format('schema %I', nspname) as called from pg_namespace where nspname in ('public', 'drizzle')
    union all
    select format('%s %I.%I', case relkind when 'v' then 'view' else 'table' end, nspname, relname)
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname in ('public', 'drizzle') and relkind in ('r', 'p', 'v')
    union all
    select format('function %s', pg_proc.oid::regprocedure)
    from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
    where nspname = 'public'
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')
  loop
    execute format('alter %s owner to ashlar_owner', object.called);
  end loop;
end $$;

revoke create on schema public, drizzle from public;
grant usage on schema public, drizzle to ashlar_app, ashlar_retention;
grant select on all tables in schema drizzle to ashlar_app;
grant select, insert, update, delete on all tables in schema public to ashlar_app;
grant usage, select on all sequences in schema public to ashlar_app;
grant select, delete on all tables in schema public to ashlar_retention;
alter default privileges for role ashlar_owner in schema drizzle grant select on tables to ashlar_app;
alter default privileges for role ashlar_owner in schema public
  grant select, insert, update, delete on tables to ashlar_app;
alter default privileges for role ashlar_owner in schema public grant usage, select on sequences to ashlar_app;
alter default privileges for role ashlar_owner in schema public grant select, delete on tables to ashlar_retention;

-- Made by a migration, which calls it too: before the first one there is nothing to take back.
do $$ begin
  if to_regprocedure('public.protect_append_only()') is not null then
    perform public.protect_append_only();
  end if;
end $$;
