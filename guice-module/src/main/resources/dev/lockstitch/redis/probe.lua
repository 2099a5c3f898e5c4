-- Runs every command that the library's scripts use, on a key and a channel of the same pattern as theirs, so that a
-- Redis which answers but cannot be worked with (read-only, out of memory, a right missing) is not taken for a good one.
-- Goes on after a refusal, so that all missing rights are told at once; whatever of them is missing, no key is left
-- without expiry.
-- KEYS[1]  the probe's key
-- KEYS[2]  the probe's queue
-- KEYS[3]  the probe's hash
-- ARGV[1]  the channel to tell
-- Reply    Redis's time in microseconds, a number
-- Errors   "NOPERM rights:" and the commands that are refused, with ~ for the keys and & for the channels; else the first
--          error, whatever it is
local missing, first = {}, nil

local function lack(right)
  missing[right] = true
end

-- In Redis 6.2's words and in those of 7, which have the user's name in them.
local function judge(command, text)
  if string.find(text, 'permissions to run', 1, true) or string.find(text, "can't run this command", 1, true) then
    lack(command)
  elseif string.find(text, ' channel', 1, true) then
    lack('&')
  elseif string.find(text, 'access', 1, true) and string.find(text, ' key', 1, true) then
    lack('~')
  elseif not first then
    first = text
  end
end

-- The reply; nil when it was an error.
local function try(command, ...)
  local reply = redis.pcall(command, ...)
  if type(reply) == 'table' and reply.err then
    judge(string.lower(command), reply.err)
    return nil
  end
  return reply
end

-- Whether the command may be run; an error of another sort says yes as well.
local function may(command, ...)
  local reply = redis.pcall(command, ...)
  if type(reply) == 'table' and reply.err and not string.find(reply.err, 'WRONGTYPE', 1, true) then
    judge(string.lower(command), reply.err)
  end
end

local time = try('TIME')
local set = try('SET', KEYS[1], '1', 'PX', 1000)
if set and time then
  -- As limits do, which a Redis before 6.2 does not understand.
  try('SET', KEYS[1], '1', 'PXAT', string.format('%.0f', time[1] * 1000 + 2000))
end
try('GET', KEYS[1])
try('PTTL', KEYS[1])
try('EXISTS', KEYS[1])
local expires = try('PEXPIRE', KEYS[1], 1000)
-- Changes what is there, and nothing is.
try('ZADD', KEYS[2], 'XX', 1, '1')
try('ZSCORE', KEYS[2], '1')
try('ZRANGE', KEYS[2], 0, 0)
try('ZREM', KEYS[2], '2')
try('ZREMRANGEBYSCORE', KEYS[2], '-inf', '0')
try('ZCARD', KEYS[2])
try('HGET', KEYS[3], '1')
if set then
  -- A text is there: refused for its type, or for want of the right.
  may('HSET', KEYS[1], '1', '1')
elseif expires then
  may('HSET', KEYS[3], '1', '1')
  try('PEXPIRE', KEYS[3], 1000)
end
try('DEL', KEYS[1], KEYS[2], KEYS[3])
try('PUBLISH', ARGV[1], '')
-- Redisson looks after its connections with it.
try('PING')

local list = ''
for right in pairs(missing) do
  list = list .. ' ' .. right
end
if list ~= '' then
  return redis.error_reply('NOPERM rights:' .. list)
end
if first then
  return redis.error_reply(first)
end
return time[1] * 1000000 + time[2]
