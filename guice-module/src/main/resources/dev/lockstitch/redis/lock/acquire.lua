-- Takes an exclusive lock for a token, or says how long the holder's lease lasts yet. Idempotent: the same token gets its
-- fencing token again.
-- KEYS[1]  the lock: holds its holder's token, and expires with the lease
-- KEYS[2]  the last fencing token, in a key that expires
-- KEYS[3]  the set of nodes that wait for the lock
-- ARGV[1]  the token of this acquisition
-- ARGV[2]  the lease in milliseconds
-- ARGV[3]  how long the last fencing token is kept, in milliseconds
-- ARGV[4]  this node, if it is to be told of the release when the lock is contended; else empty
-- ARGV[5]  how long that is remembered, in milliseconds
-- ARGV[6]  '1' if other calls of this node wait for the lock, so that it is to be told in any case
-- Reply    a number: the fencing token (positive) when the lock is held by the token now; minus the rest of the holder's
--          lease in milliseconds (at least 1) when it is contended; 0 when the key holds something that is no lock of
--          ours, or that never expires
local function tell()
  -- The first PEXPIRE is there to fail, where the right to it is missing, before a set without expiry exists.
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
  redis.call('SADD', KEYS[3], ARGV[4])
  redis.call('PEXPIRE', KEYS[3], ARGV[5])
end

local holder = redis.call('GET', KEYS[1])
local fence = 0
if holder == ARGV[1] then
  fence = tonumber(redis.call('GET', KEYS[2]) or '0')
  if fence > 0 then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return fence
  end
elseif holder then
  local rest = redis.call('PTTL', KEYS[1])
  if rest == -1 or not string.match(holder, '^%x+%-%x+$') then
    return 0
  end
  if ARGV[4] ~= '' then
    tell()
  end
  return -math.max(rest, 1)
end

-- Larger than any before, even when the last one was lost with all data: Redis's clock goes on.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
fence = math.max(last + 1, now)
redis.call('SET', KEYS[2], string.format('%.0f', fence), 'PX', ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
if ARGV[6] == '1' then
  tell()
end
return fence
