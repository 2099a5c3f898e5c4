-- Gives a lock back if the token still holds it, takes the token out of the queue, and serves those who wait.
-- KEYS     as in queue.lua
-- ARGV[1]  the token of the acquisition
-- ARGV[2]  milliseconds for which the lock is to be kept all the same, for nobody; '0': not at all
-- ARGV[3]  a fencing token that the holder has used beside the one it got; '0': none
-- Reply    1 when the token held the lock until now, else 0
local token, keep, used = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
-- What comes late for the token, a renewal say, must not find it any more. No node is called '0'.
local nobody = '0-' .. string.match(token, '%x*$')
local held = 0
if redis.call('GET', KEYS[1]) == token then
  held = 1
  if keep > 0 then
    redis.call('SET', KEYS[1], nobody, 'PX', keep)
  else
    redis.call('DEL', KEYS[1])
  end
else
  local ends = redis.call('ZSCORE', KEYS[5], token)
  if ends then
    held = tonumber(ends) > millis and 1 or 0
    if keep > 0 and held == 1 then
      read('0-' .. token, keep)
    end
    redis.call('ZREM', KEYS[5], token)
  end
  leave(token)
end
if held == 1 and used > 0 and used > (tonumber(redis.call('GET', KEYS[2]) or '0') or 0) then
  redis.call('SET', KEYS[2], whole(used), 'PX', FENCE)
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  serve('')
end
return held
