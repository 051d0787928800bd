-- file: 20240301_01_core.sql
create table public.tenants (
  id uuid default gen_random_uuid() not null primary key,
  slug text not null constraint tenants_slug_unique unique,
  settings jsonb not null default '{"theme": "dark", "limits": {"users": 5}}'
);
create table public.memberships (
  tenant_id uuid not null references public.tenants on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  invited_at timestamptz,
  primary key (tenant_id, user_id)
);
alter table public.memberships enable row level security;
create policy "members read" on public.memberships for select to authenticated using (user_id = auth.uid());
create or replace function public.is_member(tenant uuid) returns boolean
language sql security definer set search_path = '' stable as $$
  select exists (select 1 from public.memberships where tenant_id = tenant);
$$;
-- file: 20240302_02_audit.sql
create schema private;
create table private.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  table_name text not null, old_row jsonb, new_row jsonb,
  actor uuid default auth.uid()
);
create function private.audit() returns trigger language plpgsql security definer as $fn$
begin
  insert into private.audit_log (table_name, old_row, new_row) values (tg_table_name, to_jsonb(old), to_jsonb(new));
  return coalesce(new, old);
end $fn$;
create trigger audited after insert or update or delete on public.tenants for each row execute function private.audit();
-- file: 20240303_03_soft_delete.sql
alter table public.tenants add column deleted_at timestamptz;
create view public.active_tenants with (security_invoker = true) as select id, slug, settings ->> 'theme' as theme from public.tenants where deleted_at is null;
create unique index one_owner on public.memberships (tenant_id) where role = 'owner';
