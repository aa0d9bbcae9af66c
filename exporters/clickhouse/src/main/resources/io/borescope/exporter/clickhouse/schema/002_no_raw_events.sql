-- Single events are not kept.

-- Only if raw_events has a column meta_network_name.
DROP TABLE IF EXISTS raw_events SYNC;
