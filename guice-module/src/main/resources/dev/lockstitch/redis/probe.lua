-- Runs every command that the library's scripts use, on a key and a channel of the same pattern as theirs, so that a
-- Redis which answers but cannot be worked with (read-only, out of memory, a right missing) is not taken for a good one.
-- KEYS[1]  the probe's key
-- KEYS[2]  the probe's queue
-- KEYS[3]  the probe's hash
-- ARGV[1]  the channel to tell
-- Reply    Redis's time in microseconds, a number
local time = redis.call('TIME')
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('GET', KEYS[1])
redis.call('PEXPIRE', KEYS[1], 1000)
redis.call('PTTL', KEYS[1])
redis.call('PEXPIRE', KEYS[2], 1000)
redis.call('ZADD', KEYS[2], 1, '1')
redis.call('PEXPIRE', KEYS[2], 1000)
redis.call('ZSCORE', KEYS[2], '1')
redis.call('ZRANGE', KEYS[2], 0, 0)
redis.call('ZREM', KEYS[2], '2')
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', '0')
redis.call('ZCARD', KEYS[2])
redis.call('HSET', KEYS[3], '1', '1')
redis.call('PEXPIRE', KEYS[3], 1000)
redis.call('HGET', KEYS[3], '1')
redis.call('EXISTS', KEYS[1])
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
redis.call('PUBLISH', ARGV[1], '')
return time[1] * 1000000 + time[2]
