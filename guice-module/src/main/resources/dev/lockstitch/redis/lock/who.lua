-- Tells which acquisitions a lock knows: its holder, its readers and those in its queue.
-- KEYS     as in queue.lua
-- Reply    their tokens, with commas between them
local known = {}
known[1] = redis.call('GET', KEYS[1]) or nil
for _, token in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
  known[#known + 1] = token
end
for _, waiting in ipairs(redis.call('ZRANGE', KEYS[3], 0, -1)) do
  known[#known + 1] = string.sub(waiting, 2)
end
return table.concat(known, ',')
