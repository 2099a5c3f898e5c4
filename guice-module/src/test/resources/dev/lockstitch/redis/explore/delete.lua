-- Deletes keys, as an operator, an eviction or FLUSHALL does.
-- KEYS   their names
-- Reply  how many there were
return redis.call('DEL', unpack(KEYS))
