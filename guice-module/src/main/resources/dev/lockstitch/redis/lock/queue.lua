-- What the scripts of locks share: it stands in front of each of them. A lock is held by one exclusive holder or by
-- readers; those who wait stand in one queue, in the order of their arrival. Who is in front and can have the lock gets it
-- by whichever script comes next, for a short claim: it takes the lock for its whole lease by asking again. One that has
-- died costs the others that claim, not a lease.
-- KEYS[1]  the lock: its exclusive holder's token; expires with the lease
-- KEYS[2]  the last fencing token given, in a key that expires
-- KEYS[3]  the queue: mode and token by time of arrival
-- KEYS[4]  when each node of the queue was last heard of, in milliseconds
-- KEYS[5]  the readers: token by end of lease, in milliseconds
-- Tokens are '<node>-<count>', both in hexadecimal digits. Modes are 'x' (exclusive) and 's' (shared).
local CLAIM = 1000 -- milliseconds in which the next one has to take what it got; longer than a poll
local SILENT = 1600 -- milliseconds after which a node that polls no more is taken for dead; some polls
local QUEUE = 10000 -- milliseconds after which a queue without any poll is gone
local FENCE = 3600000 -- milliseconds, longer than any step back of a clock that is looked after

local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local millis = math.floor(micros / 1000)

local function whole(number)
  return string.format('%.0f', number)
end

local function node(token)
  return string.match(token, '^%x+')
end

-- Larger than any before, even when the last one was lost with all data: Redis's clock goes on. The spare ones are for
-- those to whom the holder's node hands the lock on by itself.
local function fence(lease, floor, spare)
  local last = tonumber(redis.call('GET', KEYS[2]) or '0') or 0
  local next = math.max(last + 1, micros, floor)
  redis.call('SET', KEYS[2], whole(next + spare), 'PX', whole(math.max(FENCE, 2 * lease)))
  return next
end

local function readers()
  redis.call('ZREMRANGEBYSCORE', KEYS[5], '-inf', whole(millis))
  return redis.call('ZCARD', KEYS[5])
end

-- What a token has beyond the lease that it asks for is not taken back, unless it may be no more than its claim, whose
-- end may have been rounded up.
local function beyond(left)
  return left > CLAIM + 1 and left or 0
end

local function read(token, lease)
  local left = redis.call('PTTL', KEYS[5])
  local ends = millis + beyond(tonumber(redis.call('ZSCORE', KEYS[5], token) or '0') - millis)
  -- The first one is there to fail, where the right to it is missing, before a key without expiry exists.
  redis.call('PEXPIRE', KEYS[5], whole(math.max(left, lease)))
  -- Rounded up: the holder counts its lease in finer units and must not believe in it for longer than we do.
  redis.call('ZADD', KEYS[5], whole(math.max(math.ceil(micros / 1000) + lease, ends)), token)
  redis.call('PEXPIRE', KEYS[5], whole(math.max(left, lease)))
end

local function enqueue(mode, token)
  redis.call('PEXPIRE', KEYS[3], QUEUE)
  if not redis.call('ZSCORE', KEYS[3], mode .. token) then
    local last = redis.call('ZRANGE', KEYS[3], -1, -1, 'WITHSCORES')[2]
    redis.call('ZADD', KEYS[3], whole(math.max(micros, tonumber(last or '0') + 1)), mode .. token)
    redis.call('PEXPIRE', KEYS[3], QUEUE)
  end
  redis.call('HSET', KEYS[4], node(token), whole(millis))
  redis.call('PEXPIRE', KEYS[4], QUEUE)
end

local function leave(token)
  redis.call('ZREM', KEYS[3], 'x' .. token, 's' .. token)
  if redis.call('EXISTS', KEYS[3]) == 0 then
    redis.call('DEL', KEYS[4])
  end
end

local function tell(token)
  local prefix = string.match(KEYS[1], '^([^{]*):lock:{')
  redis.call('PUBLISH', prefix .. ':wake:' .. node(token), token)
end

-- Gives the lock to those in front who can have it now, and tells them, except the one who asks.
local function serve(asker)
  while true do
    local first = redis.call('ZRANGE', KEYS[3], 0, 0)[1]
    if not first then
      redis.call('DEL', KEYS[4])
      return
    end
    local mode = string.sub(first, 1, 1)
    local token = string.sub(first, 2)
    local heard = redis.call('HGET', KEYS[4], node(token))
    if not heard or millis - heard > SILENT then
      redis.call('ZREM', KEYS[3], first)
    elseif redis.call('EXISTS', KEYS[1]) == 1 or (mode == 'x' and readers() > 0) then
      return
    else
      -- First of all, for one that is served and queued yet, where a right is missing, would be served once more.
      redis.call('ZREM', KEYS[3], first)
      if mode == 'x' then
        redis.call('SET', KEYS[1], token, 'PX', CLAIM)
      else
        read(token, CLAIM)
      end
      if token ~= asker then
        tell(token)
      end
    end
  end
end

-- How long it may last until the lock is free, in milliseconds; nil when readers that are not ours never expire.
local function rest()
  local left = redis.call('PTTL', KEYS[1])
  if left < 0 then
    left = redis.call('PTTL', KEYS[5])
    if left == -1 then
      return nil
    end
  end
  return math.max(left, 1)
end
