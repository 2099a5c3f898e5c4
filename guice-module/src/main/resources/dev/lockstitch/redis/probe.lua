-- Runs every command that the library's scripts use, on a key and a channel of the same pattern as theirs, so that a
-- Redis which answers but cannot be worked with (read-only, out of memory, a right missing) is not taken for a good one.
-- KEYS[1]  the probe's key
-- KEYS[2]  the probe's set
-- ARGV[1]  the channel to tell
-- Reply    Redis's time in microseconds, a number
local time = redis.call('TIME')
redis.call('SET', KEYS[1], '1', 'PX', 1000)
redis.call('GET', KEYS[1])
redis.call('PEXPIRE', KEYS[1], 1000)
redis.call('PTTL', KEYS[1])
redis.call('SADD', KEYS[2], '1')
redis.call('PEXPIRE', KEYS[2], 1000)
redis.call('SMEMBERS', KEYS[2])
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('PUBLISH', ARGV[1], '')
return time[1] * 1000000 + time[2]
