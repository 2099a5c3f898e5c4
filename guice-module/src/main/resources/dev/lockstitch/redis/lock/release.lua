-- Gives a lock back if the token still holds it, and tells the nodes that wait.
-- KEYS[1]  the lock
-- KEYS[2]  the set of nodes that wait for it
-- ARGV[1]  the token of the acquisition
-- ARGV[2]  what the channels of nodes begin with
-- ARGV[3]  what to tell them: the rendered key
-- Reply    1 when the token held the lock until now, else 0
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
local waiting = redis.call('SMEMBERS', KEYS[2])
if #waiting > 0 then
  redis.call('DEL', KEYS[2])
  for _, node in ipairs(waiting) do
    redis.call('PUBLISH', ARGV[2] .. node, ARGV[3])
  end
end
return 1
