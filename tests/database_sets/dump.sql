-- file: schema.sql
--
-- PostgreSQL database dump
--
SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TYPE public.kind AS ENUM (
    'one',
    'two'
);
CREATE FUNCTION public.stamp() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.updated_at := now(); -- ; in a body
  return new;
end;
$$;
CREATE TABLE public.boats (
    id integer NOT NULL,
    name character varying(50) NOT NULL,
    kind public.kind DEFAULT 'one'::public.kind NOT NULL,
    length numeric(6,2),
    flags character(4)[] DEFAULT '{}'::bpchar[],
    updated_at timestamp(0) without time zone DEFAULT now(),
    CONSTRAINT boats_length_check CHECK ((length > (0)::numeric))
);
CREATE SEQUENCE public.boats_id_seq AS integer START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.boats_id_seq OWNED BY public.boats.id;
CREATE TABLE public.trips (
    boat integer NOT NULL,
    day date NOT NULL,
    captain text
);
ALTER TABLE ONLY public.boats ALTER COLUMN id SET DEFAULT nextval('public.boats_id_seq'::regclass);
COPY public.boats (id, name, kind, length, flags, updated_at) FROM stdin;
1	Anna; create table public.decoy (x int);	one	3.5	{}	2020-01-01 00:00:00
2	O'Neil \\. odd	two	\N	\N	\N
\.
SELECT pg_catalog.setval('public.boats_id_seq', 2, true);
ALTER TABLE ONLY public.boats ADD CONSTRAINT boats_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trips ADD CONSTRAINT trips_pkey PRIMARY KEY (boat, day);
CREATE INDEX trips_day ON public.trips USING btree (day);
ALTER TABLE ONLY public.trips ADD CONSTRAINT trips_boat_fkey FOREIGN KEY (boat) REFERENCES public.boats(id) ON DELETE CASCADE;
CREATE TRIGGER stamped BEFORE UPDATE ON public.boats FOR EACH ROW EXECUTE FUNCTION public.stamp();
CREATE VIEW public.long_trips AS
 SELECT t.boat,
    b.name AS boat_name,
    count(*) AS trips
   FROM (public.trips t
     JOIN public.boats b ON ((b.id = t.boat)))
  GROUP BY t.boat, b.name;
