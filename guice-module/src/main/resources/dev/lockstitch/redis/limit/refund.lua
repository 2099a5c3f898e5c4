-- Gives back what a call took, and has those forget who remember a rejection. Never above a burst, and never so much
-- that those who hold reservations would start beside others who take what was given back.
--
-- KEYS[i]  the state of limit i
-- ARGV[1]  "now" in microseconds in place of Redis's clock: for tests only, else ''
-- ARGV[2]  the channel on which others are told
-- ARGV[3]  what they are told
-- and for each limit, from ARGV[8i-4] on: a burst in ticks; D, the ticks of a microsecond; a burst of the declared limit,
-- in its ticks, and its D ('0': none is declared); what the call cost in ticks; when it was to start, in microseconds,
-- where it had to wait, else '0'; how many ticks more were owed when it had come: more than it cost where another limit
-- keeps it waiting; the latest start of the one before it in line, '0' when there was none
--
-- Reply    1 when something was given back, else 0
-- Errors   WRONGTYPE, or LOCKSTITCH when a key holds a text that is none of ours
local now = clock(ARGV[1])
local given = 0
for i, key in ipairs(KEYS) do
  local at = 8 * i - 4
  local limit = numbers(at)
  local state = look(key, now, limit)
  if not state then
    return foreign(i)
  end
  local back, start = tonumber(ARGV[at + 4]), tonumber(ARGV[at + 5])
  local least = 0
  if state.start > now then
    if start == state.start and not state.close then
      -- It was the last in line: all is as before it came, and of what must be owed it is as much less as it had added.
      local before = tonumber(ARGV[at + 7])
      back = tonumber(ARGV[at + 6])
      state.start = before
      if before > now then
        local less = back - (start - before) * limit.size
        state.most = math.max(0, state.most - less)
        state.later = before > state.mark and math.max(0, state.later - less) or 0
      end
    end
    if state.start > now then
      least = (state.start - now) * limit.size + state.most
    end
  end
  local owed = math.min(state.owed, math.max(least, state.owed - back, 0))
  if owed < state.owed then
    state.owed = owed
    state.news = true
    given = 1
  end
  if state.news then
    keep(key, now, limit, state)
  end
end
if given == 1 then
  redis.call('PUBLISH', ARGV[2], ARGV[3])
end
return given
