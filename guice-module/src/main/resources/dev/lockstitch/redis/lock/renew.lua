-- Makes the lease of a lock end later, if the token still holds it.
-- KEYS     as in queue.lua
-- ARGV[1]  the token of the acquisition
-- ARGV[2]  milliseconds
-- ARGV[3]  'to': the lease lasts at least that long from now; 'by': it lasts so much longer than it would
-- Reply    the rest of the lease in milliseconds, or 0 when the token does not hold the lock
local token = ARGV[1]
local function longer(left)
  local rest = tonumber(ARGV[2])
  if ARGV[3] == 'by' then
    rest = rest + left
  end
  -- A renewal that is overtaken by an extension must not take it back.
  return math.max(rest, left)
end

if redis.call('GET', KEYS[1]) == token then
  local rest = longer(math.max(redis.call('PTTL', KEYS[1]), 0))
  redis.call('PEXPIRE', KEYS[1], whole(rest))
  return rest
end
local ends = redis.call('ZSCORE', KEYS[5], token)
if not ends or tonumber(ends) <= millis then
  return 0
end
local rest = longer(tonumber(ends) - millis)
read(token, rest)
return rest
