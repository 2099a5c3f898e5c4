-- Makes the lease of a lock end later, if the token still holds it.
-- KEYS[1]  the lock
-- ARGV[1]  the token of the acquisition
-- ARGV[2]  milliseconds
-- ARGV[3]  'to': the lease lasts at least that long from now; 'by': it lasts so much longer than it would
-- Reply    the rest of the lease in milliseconds, or 0 when the token does not hold the lock
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
local left = math.max(redis.call('PTTL', KEYS[1]), 0)
local rest = tonumber(ARGV[2])
if ARGV[3] == 'by' then
  rest = rest + left
end
-- A renewal that is overtaken by an extension must not take it back.
rest = math.max(rest, left)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', rest))
return rest
