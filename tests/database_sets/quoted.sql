-- file: 1_init.sql
CREATE TYPE "UserRole" AS ENUM ('ADMIN', 'Editor', 'viewer''s');
CREATE TABLE "User" (
  "id" SERIAL NOT NULL,
  "fullName" VARCHAR(80) NOT NULL,
  "role" "UserRole" NOT NULL DEFAULT 'ADMIN',
  "weird ""name" TEXT,
  CamelCase INT,
  CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
CREATE TABLE public."Order Items" ("orderId" INTEGER NOT NULL, "position" INTEGER NOT NULL, CONSTRAINT "pk items" PRIMARY KEY ("orderId", "position"));
ALTER TABLE "Order Items" ADD CONSTRAINT "Order Items_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX "User_fullName_key" ON "User"("fullName");
-- file: 2_rename.sql
ALTER TABLE "User" RENAME TO "Account";
ALTER TABLE "Account" RENAME COLUMN "fullName" TO "displayName";
ALTER TABLE "Account" ADD COLUMN "manager Id" INTEGER REFERENCES "Account"("id");
