-- A node whose turn is over gives an exclusive lock to whoever waits elsewhere and stands in the queue anew; when nobody
-- does, it goes on with the lock.
-- KEYS     as in queue.lua
-- ARGV[1]  the token that holds the lock
-- ARGV[2]  the token of the node's next caller
-- ARGV[3]  that one's lease in milliseconds
-- ARGV[4]  how many further fencing tokens the node may give by itself
-- Reply    a number: the fencing token (positive) when the next caller's token holds the lock now; when another was
--          served, minus the milliseconds that it may take (at least 1); 0 when the first token did not hold the lock
local token, lease = ARGV[2], tonumber(ARGV[3])
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if redis.call('EXISTS', KEYS[3]) == 1 then
  redis.call('DEL', KEYS[1])
  enqueue('x', token)
  serve(token)
  if redis.call('GET', KEYS[1]) ~= token then
    return -(rest() or 1)
  end
end
local number = fence(lease, 0, tonumber(ARGV[4]))
redis.call('SET', KEYS[1], token, 'PX', lease)
return number
