-- Single events are not kept.

DROP TABLE IF EXISTS raw_events;
