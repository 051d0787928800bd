-- file: V1__init.sql
CREATE TABLE warehouses (warehouse_id INT GENERATED ALWAYS AS IDENTITY, code VARCHAR(10) NOT NULL, PRIMARY KEY (warehouse_id), UNIQUE (code));
CREATE TABLE items (item_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name VARCHAR(255) NOT NULL, weight_g INT, CONSTRAINT weight_positive CHECK (weight_g > 0));
CREATE TABLE stock (warehouse_id INT NOT NULL REFERENCES warehouses (warehouse_id), item_id BIGINT NOT NULL REFERENCES items (item_id), amount INT NOT NULL DEFAULT 0, PRIMARY KEY (warehouse_id, item_id));
-- file: V2__movements.sql
CREATE TABLE movements (
    id          BIGSERIAL PRIMARY KEY,
    item_id     BIGINT      NOT NULL,
    from_wh     INT         NULL,
    to_wh       INT         NULL,
    amount      INT         NOT NULL,
    moved_at    TIMESTAMP   NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT fk_item FOREIGN KEY (item_id) REFERENCES items (item_id),
    CONSTRAINT fk_from FOREIGN KEY (from_wh) REFERENCES warehouses,
    CONSTRAINT fk_to   FOREIGN KEY (to_wh)   REFERENCES warehouses
);
-- file: V3__units.sql
CREATE TYPE unit AS ENUM ('piece', 'kg', 'l');
ALTER TABLE items ADD COLUMN unit unit NOT NULL DEFAULT 'piece';
ALTER TABLE items ADD COLUMN IF NOT EXISTS unit text;
ALTER TABLE stock ALTER COLUMN amount TYPE NUMERIC(12,3);
ALTER TABLE movements DROP CONSTRAINT fk_from, DROP CONSTRAINT IF EXISTS fk_nothing, ADD CONSTRAINT fk_source FOREIGN KEY (from_wh) REFERENCES warehouses ON DELETE SET NULL;
