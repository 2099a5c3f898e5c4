-- Takes a lock for a token, or has the token wait in the queue. Idempotent: who holds it already gets another, larger
-- fencing token and the whole lease again; what it has beyond that is not taken back, for this may be a question that
-- comes a second time, after the lease was made longer.
-- KEYS     as in queue.lua
-- ARGV[1]  the token of this acquisition
-- ARGV[2]  its mode
-- ARGV[3]  the lease in milliseconds
-- ARGV[4]  '1': wait in the queue if the lock is not free; '0': do not, and leave it
-- ARGV[5]  the least fencing token that will do
-- ARGV[6]  how many further fencing tokens the node may give by itself
-- Reply    a number: the fencing token (positive) when the lock is held by the token now; when it is not free, minus the
--          milliseconds that it may take (at least 1); 0 when the key holds something that is no lock of ours, or that
--          never expires
local token, mode, lease = ARGV[1], ARGV[2], tonumber(ARGV[3])

local function take(left)
  local number = fence(lease, tonumber(ARGV[5]), tonumber(ARGV[6]))
  if mode == 'x' then
    redis.call('SET', KEYS[1], token, 'PX', whole(math.max(lease, beyond(left))))
  else
    read(token, lease)
  end
  return number
end

local function has(holder)
  return holder == token or (mode == 's' and redis.call('ZSCORE', KEYS[5], token))
end

local holder = redis.call('GET', KEYS[1])
if has(holder) then
  return take(redis.call('PTTL', KEYS[1]))
end
if holder and (redis.call('PTTL', KEYS[1]) == -1 or not string.match(holder, '^%x+%-%x+$')) then
  return 0
end
local free = not holder
if free and redis.call('EXISTS', KEYS[3]) == 0 and (mode == 's' or redis.call('EXISTS', KEYS[5]) == 0) then
  return take(0)
end
if free or ARGV[4] == '1' then
  enqueue(mode, token)
end
if free then
  serve(token)
  if has(redis.call('GET', KEYS[1])) then
    return take(0)
  end
end
local left = rest()
if ARGV[4] ~= '1' or not left then
  leave(token)
end
return left and -left or 0
