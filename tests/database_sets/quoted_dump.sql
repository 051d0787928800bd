-- file: 20230101000000_remote_schema.sql
SET check_function_bodies = false;
CREATE TYPE "public"."plan" AS ENUM ('free', 'pro');
ALTER TYPE "public"."plan" OWNER TO current_user;
CREATE TABLE IF NOT EXISTS "public"."teams" (
    "id" "uuid" DEFAULT "gen_random_uuid"() NOT NULL,
    "name" "text" NOT NULL,
    "plan" "public"."plan" DEFAULT 'free'::"public"."plan" NOT NULL,
    "seats" integer DEFAULT 3,
    "meta" "jsonb",
    "created_at" timestamp with time zone DEFAULT "now"() NOT NULL,
    "tags" "text"[] DEFAULT '{}'::"text"[],
    "code" character varying(8)
);
ALTER TABLE ONLY "public"."teams" ADD CONSTRAINT "teams_pkey" PRIMARY KEY ("id");
CREATE TABLE IF NOT EXISTS "public"."members" (
    "team_id" "uuid" NOT NULL,
    "user_id" "uuid" NOT NULL,
    "role" "text" DEFAULT 'member'::"text",
    CONSTRAINT "members_role_check" CHECK (("role" = ANY (ARRAY['member'::"text", 'owner'::"text"])))
);
ALTER TABLE ONLY "public"."members" ADD CONSTRAINT "members_pkey" PRIMARY KEY ("team_id", "user_id");
ALTER TABLE ONLY "public"."members" ADD CONSTRAINT "members_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE CASCADE;
ALTER TABLE ONLY "public"."members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth"."users"("id");
CREATE OR REPLACE FUNCTION "public"."seats_of"("team" "uuid", "extra" integer DEFAULT 0) RETURNS integer LANGUAGE "sql" STABLE AS $_$ select 1 $_$;
CREATE OR REPLACE FUNCTION "public"."list_teams"() RETURNS TABLE("id" "uuid", "seats" bigint) LANGUAGE "plpgsql" SECURITY DEFINER SET "search_path" TO 'public' AS $$ begin return; end; $$;
ALTER TABLE "public"."teams" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own" ON "public"."teams" FOR SELECT USING (true);
GRANT ALL ON TABLE "public"."teams" TO "anon";
-- file: 20230202000000_more.sql
alter table "public"."teams" drop column "seats";
alter table "public"."teams" add column "limits" jsonb not null default '{"seats": 3}'::jsonb;
alter table "public"."teams" alter column "code" set data type text using "code"::text;
drop function if exists "public"."seats_of"("team" "uuid", "extra" integer);
