-- Decides about calls under one limit, one after the other in the order of their arrival (GCRA), as if each had come by
-- itself at this moment.
--
-- KEYS[1]  the state of the limit
-- ARGV[1]  "now" in microseconds in place of Redis's clock: for tests only, else ''
-- ARGV[2]  a burst, in ticks
-- ARGV[3]  D, the ticks of a microsecond
-- ARGV[4]  a burst of the declared limit, in its ticks; '0': none is declared
-- ARGV[5]  its D
-- and for each group of calls that ask the same:
-- ARGV[6]  how many calls
-- ARGV[7]  what each costs, in ticks; more than a burst: never granted
-- ARGV[8]  how long each would wait, in microseconds
--
-- Reply    "<now in microseconds> <ticks owed> <last start in microseconds, 0: nothing is reserved>", all before the
--          calls: what each of them got follows from that
-- Errors   WRONGTYPE, or LOCKSTITCH when the key holds a text that is none of ours
local now = clock(ARGV[1])
local limit = numbers(2)
local state = look(KEYS[1], now, limit)
if not state then
  return foreign(1)
end
local reply = whole(now) .. ' ' .. whole(state.owed) .. ' ' .. whole(state.start)
for at = 6, #ARGV, 3 do
  local count, cost, patience = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  if cost > 0 and cost <= limit.burst then
    if patience == 0 then
      if state.start <= now then
        local fit = math.min(count, math.max(0, math.floor((limit.burst - state.owed) / cost)))
        if fit > 0 then
          take(now, limit, state, fit * cost, 0)
        end
      end
    else
      for _ = 1, count do
        local waited = wait(now, limit, state, cost)
        if waited > patience then
          break
        end
        take(now, limit, state, cost, waited)
      end
    end
  end
end
if state.news then
  keep(KEYS[1], now, limit, state)
end
return reply
